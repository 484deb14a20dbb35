"""Questions about performance: the evidence there is, the statements made, the rows behind them."""
