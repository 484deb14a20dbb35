"""Charts drawn on the server as SVG: pure functions over plain frozen values.

Shapes carry classes only, so one drawing follows light and dark and passes the strict
Content-Security-Policy. Colour never stands alone: a missed bar is hatched and marked as well.

The components `<c-level-chart>` and `<c-heat-map>` take any values of these shapes, so that a
part below `web` can bring its own.
"""

from entente.web.charts.heat import HeatCell, HeatMap, HeatRow
from entente.web.charts.levels import LevelChart, LevelLine, LevelPoint, level_chart, truncated_at
from entente.web.charts.sparklines import sparkline

__all__ = [
    "HeatCell",
    "HeatMap",
    "HeatRow",
    "LevelChart",
    "LevelLine",
    "LevelPoint",
    "level_chart",
    "sparkline",
    "truncated_at",
]
