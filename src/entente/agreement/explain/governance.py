"""Roles, people, bodies, meetings, ladders, changes, policies and standards in plain English."""

from __future__ import annotations

from collections.abc import Iterator

from entente.agreement.explain.dues import (
    The_party,
    clause_name,
    counted_on,
    full,
    period_word,
    spoken_due,
    spoken_every,
    spoken_silence,
    spoken_trigger,
    the_party,
    verb,
)
from entente.agreement.explain.wording import Said, listed
from entente.agreement.terms.agreement import Agreement
from entente.agreement.terms.governance import (
    ChangeProcedure,
    Determination,
    KeyPosition,
    Ladder,
    Meeting,
    Members,
    Rung,
)


def _roles(agreement: Agreement, keys: tuple[str, ...]) -> str:
    return listed([clause_name(agreement, "roles", key) for key in keys])


def explain_role(agreement: Agreement, key: str) -> Said:
    """A role: whose it is, who holds it, with whom it works."""
    role = agreement.roles[key]

    def sentences() -> Iterator[str]:
        holder = f"; {role.person} holds it" if role.person else ""
        yield f"A role of {the_party(role.party)}{holder}."
        if role.paired_with:
            yield f"It works with {clause_name(agreement, 'roles', role.paired_with)}."
        yield from (f"- {full(each)}" for each in role.duties)

    return role.title, sentences()


def explain_position(agreement: Agreement, key: str) -> Said:
    """A position whose holder the other side relies on."""
    position = agreement.key_people[key]
    return f"Key position: {clause_name(agreement, 'roles', position.role).strip('“”')}", (
        _position(agreement, position)
    )


def _position(agreement: Agreement, position: KeyPosition) -> Iterator[str]:
    role = agreement.roles.get(position.role)
    whose = f" of {the_party(role.party)}" if role else ""
    yield f"The other side relies on the person who holds this role{whose}."
    if position.lock_in is not None:
        unless = []
        if position.permitted:
            unless.append(f"for {listed(list(position.permitted), 'or')}")
        if position.consent:
            unless.append(f"with the consent of {the_party(position.consent)}")
        said = f" except {' or '.join(unless)}" if unless else ""
        yield f"The person stays for {position.lock_in}{said}."
    elif position.consent:
        yield f"A change needs the consent of {the_party(position.consent)}."
    if position.notice is not None:
        yield f"A change is announced {position.notice} before."
    if position.approved_before is not None:
        yield f"A successor is approved {position.approved_before} before."
    if position.investigate_within is not None:
        within = position.investigate_within
        yield f"Where the other side challenges the person, that is looked into within {within}."
    if position.replaced_within is not None:
        within = position.replaced_within
        yield f"A person who leaves, or is rightly challenged, is replaced within {within}."
    if position.at_once_for:
        yield f"The person is removed at once for {listed(list(position.at_once_for), 'or')}."
    if position.equal_qualification:
        yield "A successor is at least as qualified."
    if said := counted_on(agreement, position.calendar, position.notice, position.approved_before,
                          position.investigate_within):  # fmt: skip
        yield said


def explain_body(agreement: Agreement, key: str) -> Said:
    """A body: who sits in it, how it decides, and what it may decide."""
    body = agreement.bodies[key]

    def sentences() -> Iterator[str]:
        yield f"It has {_members(agreement, body.members)}."
        if body.chair:
            yield f"{clause_name(agreement, 'roles', body.chair)} chairs it."
        if body.quorum:
            yield f"It can decide when these are there: {_members(agreement, body.quorum)}."
        yield {
            "consensus": "It decides by consensus.",
            "majority": "It decides by a majority of its members.",
            "majority-of-each-side": "It decides by a majority of each side.",
            "chair": "Its chair decides.",
            "advises": "It advises; it decides nothing.",
        }[body.decides]
        if body.meets:
            yield f"It meets {spoken_every(body.meets)}."
        if body.mandate:
            yield "It may decide:"
            yield from (f"- {full(each)}" for each in body.mandate)
        if body.reserved:
            yield "It may not decide:"
            yield from (f"- {full(each)}" for each in body.reserved)
        if body.fallback:
            on = clause_name(agreement, "ladders", body.fallback)
            yield f"Where it decides nothing, the matter goes on to {on}."

    return body.title, sentences()


def _members(agreement: Agreement, members: Members) -> str:
    parts = [f"{members.client} of the client"] if members.client else []
    parts += [f"{members.provider} of the provider"] if members.provider else []
    if members.roles:
        parts.append(_roles(agreement, members.roles))
    return listed(parts) if parts else "no fixed members"


def explain_meeting(agreement: Agreement, key: str) -> Said:
    """A meeting: of whom, how often, with which papers."""
    meeting = agreement.meetings[key]
    return meeting.title, _meeting(agreement, meeting)


def _meeting(agreement: Agreement, meeting: Meeting) -> Iterator[str]:
    who = "The parties meet"
    if meeting.body:
        who = f"{clause_name(agreement, 'bodies', meeting.body)} meets"
    elif meeting.roles:
        word = "meets" if len(meeting.roles) == 1 else "meet"
        who = f"{_roles(agreement, meeting.roles)} {word}"
    least = "at least once " if meeting.at_least else ""
    yield f"{who} {least}{spoken_every(meeting.every)}."
    if meeting.agenda:
        yield "On the agenda:"
        yield from (f"- {full(each)}" for each in meeting.agenda)
    if meeting.papers_before is not None:
        yield f"The papers are there {meeting.papers_before} before it."
    if meeting.minutes_within is not None:
        by = f" by {the_party(meeting.minutes_by)}" if meeting.minutes_by else ""
        yield f"The minutes are written{by} within {meeting.minutes_within} after it."
    if meeting.objections_within is not None:
        yield f"Objections to the minutes come within {meeting.objections_within} of their sending."
    if meeting.silence:
        yield spoken_silence(meeting.silence)
    if said := counted_on(agreement, meeting.calendar, meeting.papers_before,
                          meeting.minutes_within, meeting.objections_within):  # fmt: skip
        yield said


def explain_raci(agreement: Agreement, key: str) -> Said:
    """An activity: who does it, answers for it, is asked, is told."""
    raci = agreement.raci[key]

    def sentences() -> Iterator[str]:
        yield f"Responsible: {_roles(agreement, raci.responsible)}."
        yield f"Accountable: {clause_name(agreement, 'roles', raci.accountable)}."
        if raci.consulted:
            yield f"Consulted: {_roles(agreement, raci.consulted)}."
        if raci.informed:
            yield f"Informed: {_roles(agreement, raci.informed)}."

    return raci.title, sentences()


def explain_ladder(agreement: Agreement, key: str) -> Said:
    """An escalation: its steps in order, and how it ends."""
    ladder = agreement.ladders[key]
    return ladder.title, _ladder(agreement, ladder)


def _ladder(agreement: Agreement, ladder: Ladder) -> Iterator[str]:
    if ladder.trigger is None:
        yield "It begins when a party escalates."
    elif ladder.trigger.every is not None:
        yield f"It begins {spoken_every(ladder.trigger.every)}."
    else:
        yield f"It begins when {spoken_trigger(agreement, ladder.trigger)}."
    for place, rung in enumerate(ladder.rungs):
        yield _rung(agreement, rung, "First" if place == 0 else "Then")
    if ladder.total is not None:
        yield f"All steps together take {ladder.total}."
    if ladder.ends is not None:
        yield from _determination(ladder.ends)
    if ladder.then:
        yield f"After the last step: {full(ladder.then)}"
    if ladder.stays_proceedings:
        yield "Nobody goes to court before it is done."
    if ladder.service_continues:
        yield "The services, and their measurement, go on meanwhile."
    if ladder.jumps_queue:
        yield "What is escalated goes before other work of the same severity."
    lapses = [rung.within for rung in ladder.rungs] + [rung.meets_within for rung in ladder.rungs]
    if said := counted_on(agreement, ladder.calendar, *lapses):
        yield said


def _rung(agreement: Agreement, rung: Rung, word: str) -> str:
    who = rung.title or (_roles(agreement, rung.roles) if rung.roles else "the parties")
    meets = f"; they meet within {rung.meets_within}" if rung.meets_within else ""
    if rung.within is None:
        return f"{word} it is for {who} to settle it{meets}."
    start = " from the beginning" if rung.from_start else ""
    return f"{word}, {rung.within}{start} for {who} to settle it{meets}."


def _determination(ends: Determination) -> Iterator[str]:
    by = {
        "expert": "an expert", "mediator": "a mediator", "arbitration": "arbitration",
        "expert-or-mediator": "an expert or a mediator", "court": "a court",
        "chief-executives": "the chief executives",
    }[ends.by]  # fmt: skip
    within = f" within {ends.within}" if ends.within else ""
    binds = "That binds the parties." if ends.binding else "That does not bind the parties."
    yield f"What is not settled is decided by {by}{within}. {binds}"
    if ends.place:
        yield f"It is decided in {ends.place}."
    if ends.place_agreed_within is not None:
        otherwise = f"; otherwise it is {ends.place_otherwise}" if ends.place_otherwise else ""
        yield f"The parties agree on the place within {ends.place_agreed_within}{otherwise}."
    if ends.cost is not None:
        yield {
            "equal": "Both bear the cost in equal parts.",
            "loser": "Who loses bears the cost.",
            "as-decided": "The decision says who bears the cost.",
            "each-own": "Each bears its own cost.",
        }[ends.cost]


def explain_change(agreement: Agreement, key: str) -> Said:
    """How a thing is changed."""
    change = agreement.changes[key]
    return change.title, _change(agreement, change)


def _change(agreement: Agreement, change: ChangeProcedure) -> Iterator[str]:
    about = "Everything" if change.about == "everything" else change.about.replace("-", " ")
    by = "Either party" if change.proposed_by == "both" else The_party(change.proposed_by)
    yield f"It is about {about.lower()}. {by} may ask for a change."
    if change.needs:
        yield "A request has:"
        yield from (f"- {full(each)}" for each in change.needs)
    if change.impact:
        words = [each.replace("-", " ") for each in change.impact]
        within = f" within {change.impact_within}" if change.impact_within else ""
        yield f"The effect on {listed(words)} is said{within}."
    elif change.impact_within is not None:
        yield f"Its effect is said within {change.impact_within}."
    if change.before is not None:
        yield f"It is asked for {change.before} before it is done, or earlier."
    yield from _approved(agreement, change)
    if change.answer_within is not None:
        yield f"The other party answers within {change.answer_within}."
    if change.silence:
        yield spoken_silence(change.silence)
    if change.times is not None:
        often = "once" if change.times == 1 else f"{change.times} times"
        within = f" in {change.within}" if change.within else ""
        yield f"It may be asked for {often} at most{within}."
    if change.from_next:
        period = change.from_next.replace("contract-year", "year of the contract")
        yield f"It takes effect with the next {period}."
    if change.parallel_run is not None:
        yield f"Old and new run side by side for {change.parallel_run}."
    if change.otherwise:
        yield f"Where it is not agreed: {full(change.otherwise)}"
    if said := counted_on(agreement, change.calendar, change.impact_within, change.before,
                          change.answer_within):  # fmt: skip
        yield said


def _approved(agreement: Agreement, change: ChangeProcedure) -> Iterator[str]:
    by = []
    if change.approved_by:
        by.append(_roles(agreement, change.approved_by))
    if change.body:
        by.append(clause_name(agreement, "bodies", change.body))
    if by:
        yield f"It is approved by {listed(by)}."
    if change.both_sign:
        yield "It takes effect only when both parties have signed it."


def explain_policy(agreement: Agreement, key: str) -> Said:
    """A rule that people keep."""
    policy = agreement.policies[key]

    def sentences() -> Iterator[str]:
        people = f"the people of {the_party(policy.kept_by)}"
        yield f"A rule of {the_party(policy.of)} that {people} keep."
        if policy.text:
            yield full(policy.text)
        if policy.notice is not None:
            yield f"It is announced {policy.notice} before it holds."
        if policy.acknowledged_within is not None:
            yield f"It is acknowledged within {policy.acknowledged_within}."
        if policy.relieves:
            who = The_party(policy.relieves)
            yield f"{who} is relieved of what is hindered while it is not kept."

    return policy.title, sentences()


def explain_standard(agreement: Agreement, key: str) -> Said:
    """A standard that is attested, not counted."""
    standard = agreement.standards[key]

    def sentences() -> Iterator[str]:
        yield f"{The_party(standard.owner)} keeps this standard."
        if standard.reference:
            yield f"It is written in: {full(standard.reference)}"
        word = verb(standard.attested_by, "attests", "attest")
        role = (
            f", through {clause_name(agreement, 'roles', standard.role)}" if standard.role else ""
        )
        every = spoken_every(standard.every) if standard.every else "once"
        yield f"{The_party(standard.attested_by)} {word} it {every}{role}."
        if standard.due is not None:
            start = "the beginning"
            if standard.every:
                start = f"the end of the {period_word(standard.every)}"
            yield f"That is due {spoken_due(standard.due, start)}."
        if standard.evidence:
            yield f"It is shown by: {full(standard.evidence)}"
        if standard.measure:
            yield f"{clause_name(agreement, 'measures', standard.measure)} helps to see it."
        if standard.baseline is not None:
            yield f"It is compared with the {standard.baseline} before the beginning."

    return standard.title, sentences()
