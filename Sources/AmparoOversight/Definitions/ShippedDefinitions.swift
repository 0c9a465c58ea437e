// swift-format-ignore-file
// Written by Definitions/figures/embed.sh from the files beside it. Change those, not this.

/// The definitions and grids shipped with the program, as JSON texts by file name.
enum ShippedDefinitions {
    static let texts: [(file: String, text: String)] = [
        ("address.defective.json", #"""
{
  "id": "address.defective",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Releases to a defective address",
    "es": "Entregas con dirección defectuosa"
  },
  "text": {
    "en": "Releases by the as-of day whose own address is blank, undeliverable or lacks the number of a unit that it names: the three kinds that inspectors counted. Each release has one kind, the first that applies. A court letter for this child to this address that came back makes it undeliverable.",
    "es": "Entregas hasta el día de corte cuya propia dirección está en blanco, no permite entregar correo o carece del número de la unidad que menciona: los tres tipos que contaron los inspectores. Cada entrega tiene un solo tipo, el primero que corresponda. Una carta de la corte para este menor a esta dirección que fue devuelta la hace no entregable."
  },
  "denominator": {
    "en": "Releases by the as-of day.",
    "es": "Entregas hasta el día de corte."
  },
  "unknown": null,
  "by": {
    "defect": {
      "en": "The kind. missing-unit-inferred (no unit given, and another child's address in the same building has one) and not-a-residence (a post office box or general delivery) stand here only and are not in the value.",
      "es": "El tipo. missing-unit-inferred (sin unidad, y la dirección de otro menor en el mismo edificio tiene una) y not-a-residence (apartado postal o lista de correos) figuran solo aquí y no en el valor."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, address.defective",
    "basis": []
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "releases": [{"released_on": "2024-01-01", "sponsor": 1, "defect": "blank"}], "court": {"returnedMail": [{"address": 9, "returned_on": "2024-05-01"}]}},
      {"child": 2, "releases": [{"released_on": "2024-01-01", "sponsor": 1, "defect": "missing-unit", "address": 1, "building": 1, "unit": "designator-only"}, {"released_on": "2024-02-01", "sponsor": 1, "defect": "missing-unit", "address": 2, "building": 1, "unit": "designator-only"}], "court": {"returnedMail": [{"address": 2, "returned_on": "2024-06-30"}]}},
      {"child": 3, "releases": [{"released_on": "2024-01-01", "sponsor": 1, "address": 3, "building": 3, "unit": "none"}]},
      {"child": 4, "addresses": [{"reported_on": "2024-06-30", "building": 3, "unit": "given"}]},
      {"child": 5, "releases": [{"released_on": "2024-01-01", "sponsor": 1, "address": 5, "building": 5, "unit": "none"}], "addresses": [{"reported_on": "2024-06-30", "building": 5, "unit": "given"}]},
      {"child": 6, "releases": [{"released_on": "2024-01-01", "sponsor": 1, "defect": "not-a-residence"}]}
    ],
    "expect": {"value": 3, "denominator": 6, "unknown": 0, "by": {"defect": {"blank": 1, "undeliverable": 1, "missing-unit": 1, "missing-unit-inferred": 1, "not-a-residence": 1}}, "measures": {}}
  }
}
"""#),
        ("application.withdrawn.json", #"""
{
  "id": "application.withdrawn",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Sponsor applications withdrawn",
    "es": "Solicitudes de patrocinio retiradas"
  },
  "text": {
    "en": "Sponsors' applications opened by the as-of day that were withdrawn by it.",
    "es": "Solicitudes de patrocinadores abiertas hasta el día de corte que fueron retiradas hasta ese día."
  },
  "denominator": {
    "en": "Sponsors' applications opened by the as-of day.",
    "es": "Solicitudes de patrocinadores abiertas hasta el día de corte."
  },
  "unknown": null,
  "by": {
    "reason": {
      "en": "The reason given; an application withdrawn without one is only left out of this list.",
      "es": "La razón dada; una solicitud retirada sin razón solo falta en esta lista."
    },
    "month": {
      "en": "The month of the withdrawal.",
      "es": "El mes del retiro."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, application.withdrawn",
    "basis": []
  },
  "example": {
    "asOf": "2025-03-31",
    "children": [
      {"child": 1, "applications": [{"sponsor": 1, "opened_on": "2025-02-01", "withdrawn_on": "2025-03-01", "withdrawn_reason": "fear-of-enforcement"}, {"sponsor": 2, "opened_on": "2025-02-01", "withdrawn_on": "2025-03-31"}, {"sponsor": 3, "opened_on": "2025-02-01", "withdrawn_on": "2025-04-01", "withdrawn_reason": "documents"}, {"sponsor": 4, "opened_on": "2025-04-01"}]}
    ],
    "expect": {"value": 2, "denominator": 3, "unknown": 0, "by": {"reason": {"fear-of-enforcement": 1}, "month": {"2025-03": 2}}, "measures": {}}
  }
}
"""#),
        ("call.late.json", #"""
{
  "id": "call.late",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Releases without a safety call in time",
    "es": "Entregas sin llamada de seguridad a tiempo"
  },
  "text": {
    "en": "A release owes a safety and well-being call 30 days after it (procedure safety-call-30, window to day 37). Releases whose window is past, without an attempt from day 1 to day 37.",
    "es": "Cada entrega debe una llamada de seguridad y bienestar a los 30 días (procedimiento safety-call-30, plazo hasta el día 37). Entregas cuyo plazo ya pasó, sin ningún intento del día 1 al día 37."
  },
  "denominator": {
    "en": "Releases whose day 37 is before the as-of day.",
    "es": "Entregas cuyo día 37 es anterior al día de corte."
  },
  "unknown": null,
  "by": {
    "attempts": {
      "en": "late: an attempt after day 37 and before the child's next release; none: no such attempt.",
      "es": "late: un intento después del día 37 y antes de la siguiente entrega del menor; none: ningún intento así."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, call.late",
    "basis": [
      "procedure safety-call-30"
    ]
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "releases": [{"released_on": "2024-01-01", "sponsor": 1}], "calls": [{"attempted_at": "2024-02-07T12:00:00-05:00", "outcome": "no-answer"}]},
      {"child": 2, "releases": [{"released_on": "2024-01-01", "sponsor": 1}], "calls": [{"attempted_at": "2024-02-08T12:00:00-05:00", "outcome": "no-answer"}]},
      {"child": 3, "releases": [{"released_on": "2024-01-01", "sponsor": 1}, {"released_on": "2024-03-01", "sponsor": 1}], "calls": [{"attempted_at": "2024-03-02T12:00:00-05:00"}]},
      {"child": 4, "releases": [{"released_on": "2024-05-24", "sponsor": 1}]},
      {"child": 5, "releases": [{"released_on": "2024-05-23", "sponsor": 1}], "calls": [{}]}
    ],
    "expect": {"value": 3, "denominator": 5, "unknown": 0, "by": {"attempts": {"late": 1, "none": 2}}, "measures": {}}
  }
}
"""#),
        ("call.undocumented.json", #"""
{
  "id": "call.undocumented",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Safety calls without a written record",
    "es": "Llamadas de seguridad sin registro escrito"
  },
  "text": {
    "en": "Attempts of a safety and well-being call by the as-of day that have an outcome and were not documented by it.",
    "es": "Intentos de llamada de seguridad y bienestar hasta el día de corte que tienen un resultado y no fueron documentados hasta ese día."
  },
  "denominator": {
    "en": "Attempts by the as-of day with an outcome.",
    "es": "Intentos hasta el día de corte con un resultado."
  },
  "unknown": null,
  "by": {},
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, call.undocumented",
    "basis": []
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "calls": [{"attempted_at": "2024-02-01T12:00:00-05:00", "outcome": "reached", "documented_on": "2024-06-30"}, {"attempted_at": "2024-02-01T12:00:00-05:00", "outcome": "refused"}, {"attempted_at": "2024-02-01T12:00:00-05:00", "outcome": "reached", "documented_on": "2024-07-01"}, {"attempted_at": "2024-02-01T12:00:00-05:00"}, {"attempted_at": "2024-07-01T12:00:00-05:00", "outcome": "reached"}, {}]}
    ],
    "expect": {"value": 2, "denominator": 3, "unknown": 0, "by": {}, "measures": {}}
  }
}
"""#),
        ("check.unresolved-at-release.json", #"""
{
  "id": "check.unresolved-at-release",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Releases with an unresolved check",
    "es": "Entregas con una verificación sin resolver"
  },
  "text": {
    "en": "Releases where, on the day of the release, a check that the grid of required checks asks for, or the latest check ordered for a person, type and jurisdiction of the sponsor or a household member present then, was missing, without result, pending, adverse without a named waiver, or expired.",
    "es": "Entregas en las que, el día de la entrega, una verificación exigida por la tabla de verificaciones, o la última verificación ordenada por persona, tipo y jurisdicción del patrocinador o de un miembro del hogar presente entonces, faltaba, no tenía resultado, estaba pendiente, era adversa sin dispensa con nombre, o había vencido."
  },
  "denominator": {
    "en": "Releases by the as-of day whose sponsor is in the feed.",
    "es": "Entregas hasta el día de corte cuyo patrocinador está en los datos."
  },
  "unknown": {
    "en": "Releases whose sponsor is not in the feed; and those with nothing unresolved where the grid asks the age of a household member without a birth date (these stay in the denominator).",
    "es": "Entregas cuyo patrocinador no está en los datos; y aquellas sin nada pendiente en las que la tabla exige la edad de un miembro del hogar sin fecha de nacimiento (estas permanecen en el denominador)."
  },
  "by": {
    "why": {
      "en": "Every reason that applies.",
      "es": "Cada razón que corresponda."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, check.unresolved-at-release",
    "basis": [
      "grid-1: ORR Field Guidance 26 (14 February 2025) for fingerprints"
    ]
  },
  "example": {
    "asOf": "2025-06-30",
    "children": [
      {"child": 1, "releases": [{"released_on": "2025-01-01", "sponsor": 1}]},
      {"child": 2, "releases": [{"released_on": "2025-03-01", "sponsor": 1}]},
      {"child": 3, "releases": [{"released_on": "2025-03-01", "sponsor": 2}]},
      {"child": 4, "releases": [{"released_on": "2025-03-01", "sponsor": 3}]},
      {"child": 5, "releases": [{"released_on": "2025-01-01", "sponsor": 4}]}
    ],
    "sponsors": [
      {"number": 1, "checks": [{"type": "identity", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear"}, {"type": "relationship", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear"}, {"type": "public-records", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear"}, {"type": "sex-offender", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear"}]},
      {"number": 2, "checks": [{"type": "identity", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear"}, {"type": "relationship", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear"}, {"type": "public-records", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear"}, {"type": "sex-offender", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear"}, {"type": "fbi-fingerprint", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear"}], "members": [{"id": 1, "from": "2024-01-01"}]},
      {"number": 4, "checks": [{"type": "identity", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear"}, {"type": "relationship", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear"}, {"type": "public-records", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear"}, {"type": "sex-offender", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "hit"}, {"type": "child-abuse", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "waived", "jurisdiction": "TX"}, {"type": "child-abuse", "ordered_on": "2024-12-01", "resulted_on": "2024-12-10", "result": "clear", "jurisdiction": "CA", "expires_on": "2024-12-31"}, {"type": "child-abuse", "ordered_on": "2024-12-01", "resulted_on": "2025-01-02", "result": "clear", "jurisdiction": "NY"}]}
    ],
    "expect": {"value": 2, "denominator": 4, "unknown": 2, "by": {"why": {"missing": 1, "adverse": 1, "expired": 1, "pending": 1}}, "measures": {}}
  }
}
"""#),
        ("child.last-confirmed.json", #"""
{
  "id": "child.last-confirmed",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Released children without confirmed contact for over a year",
    "es": "Menores entregados sin contacto confirmado por más de un año"
  },
  "text": {
    "en": "Released children certainly under 18 on the as-of day, by the days since somebody last confirmed contact with the child: a call that reached the child, a post-release service started or ended, a hearing attended. The value is those over 365 days ago and those never.",
    "es": "Menores entregados, con certeza de menos de 18 años en el día de corte, según los días desde que alguien confirmó por última vez contacto con el menor: una llamada que alcanzó al menor, un servicio posterior a la entrega iniciado o terminado, una audiencia a la que asistió. El valor son aquellos de hace más de 365 días y aquellos de nunca."
  },
  "denominator": {
    "en": "Released children certainly under 18 on the as-of day.",
    "es": "Menores entregados, con certeza de menos de 18 años en el día de corte."
  },
  "unknown": null,
  "by": {
    "days": {
      "en": "Days since the last confirmed contact.",
      "es": "Días desde el último contacto confirmado."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, child.last-confirmed",
    "basis": [
      "MISSED-HEARING.md version 1"
    ]
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "born": "2010-01-01", "releases": [{"released_on": "2023-01-01", "sponsor": 1}], "calls": [{"attempted_at": "2024-05-31T12:00:00-05:00", "outcome": "reached", "spoke_with": "child-alone"}]},
      {"child": 2, "born": "2010-01-01", "releases": [{"released_on": "2023-01-01", "sponsor": 1}], "services": [{"kind": "prs-2", "started_on": "2023-04-01", "ended_on": "2024-05-30"}]},
      {"child": 3, "born": "2010-01-01", "releases": [{"released_on": "2023-01-01", "sponsor": 1}], "court": {"hearings": [{"hearing": "2023-07-01", "finding": "attended"}]}},
      {"child": 4, "born": "2010-01-01", "releases": [{"released_on": "2023-01-01", "sponsor": 1}], "court": {"hearings": [{"hearing": "2023-06-30", "finding": "attended"}]}},
      {"child": 5, "born": "2010-01-01", "releases": [{"released_on": "2023-01-01", "sponsor": 1}], "calls": [{"attempted_at": "2024-05-31T12:00:00-05:00", "outcome": "reached", "spoke_with": "sponsor"}]},
      {"child": 6, "born": "2006-06-30", "releases": [{"released_on": "2023-01-01", "sponsor": 1}]},
      {"child": 7, "releases": [{"released_on": "2023-01-01", "sponsor": 1}]}
    ],
    "expect": {"value": 2, "denominator": 5, "unknown": 0, "by": {"days": {"0-30": 1, "31-90": 1, "91-365": 1, "over-365": 1, "never": 1}}, "measures": {}}
  }
}
"""#),
        ("child.missed-unaccounted.json", #"""
{
  "id": "child.missed-unaccounted",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Children unaccounted for after a missed hearing",
    "es": "Menores sin noticia después de una audiencia perdida"
  },
  "text": {
    "en": "Children with a failure to appear and, after the day of the latest one, neither confirmed contact nor a hearing attended.",
    "es": "Menores con una falta de comparecencia y, después del día de la última, sin contacto confirmado ni audiencia a la que asistieran."
  },
  "denominator": {
    "en": "Children with a failure to appear.",
    "es": "Menores con una falta de comparecencia."
  },
  "unknown": null,
  "by": {},
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, child.missed-unaccounted",
    "basis": [
      "MISSED-HEARING.md version 1"
    ]
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "calls": [{"attempted_at": "2024-03-01T12:00:00-05:00", "outcome": "reached", "spoke_with": "child"}], "court": {"hearings": [{"hearing": "2024-03-01", "finding": "missedReset", "notice": "mailed"}]}},
      {"child": 2, "calls": [{"attempted_at": "2024-03-02T12:00:00-05:00", "outcome": "reached", "spoke_with": "child"}], "court": {"hearings": [{"hearing": "2024-03-01", "finding": "missedReset", "notice": "mailed"}]}},
      {"child": 3, "care": false, "court": {"hearings": [{"hearing": "2024-03-01", "finding": "missedReset", "notice": "mailed"}, {"hearing": "2024-04-01", "finding": "attended"}]}},
      {"child": 4, "court": {"hearings": [{"hearing": "2024-03-01", "finding": "attended"}]}}
    ],
    "expect": {"value": 1, "denominator": 3, "unknown": 0, "by": {}, "measures": {}}
  }
}
"""#),
        ("child.not-reached.json", #"""
{
  "id": "child.not-reached",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Released children never reached",
    "es": "Menores entregados nunca contactados"
  },
  "text": {
    "en": "Released children whose first call window is past and whom no attempt reached by the as-of day.",
    "es": "Menores entregados cuyo primer plazo de llamada ya pasó y a quienes ningún intento alcanzó hasta el día de corte."
  },
  "denominator": {
    "en": "Released children whose first call window is past.",
    "es": "Menores entregados cuyo primer plazo de llamada ya pasó."
  },
  "unknown": null,
  "by": {
    "spokeWith": {
      "en": "Of those reached, with whom the best of the calls that reached spoke.",
      "es": "Entre los contactados, con quién habló la mejor de las llamadas logradas."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, child.not-reached",
    "basis": [
      "procedure safety-call-30"
    ]
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "releases": [{"released_on": "2024-01-01", "sponsor": 1}], "calls": [{"attempted_at": "2024-02-01T12:00:00-05:00", "outcome": "no-answer"}, {"attempted_at": "2024-07-01T12:00:00-05:00", "outcome": "reached"}]},
      {"child": 2, "releases": [{"released_on": "2024-01-01", "sponsor": 1}], "calls": [{"attempted_at": "2024-02-01T12:00:00-05:00", "outcome": "reached", "spoke_with": "sponsor"}, {"attempted_at": "2024-03-01T12:00:00-05:00", "outcome": "reached", "spoke_with": "child"}]},
      {"child": 3, "releases": [{"released_on": "2024-01-01", "sponsor": 1}], "calls": [{"attempted_at": "2024-02-01T12:00:00-05:00", "outcome": "reached", "spoke_with": "sponsor"}]},
      {"child": 4, "releases": [{"released_on": "2024-01-01", "sponsor": 1}], "calls": [{"attempted_at": "2024-02-01T12:00:00-05:00", "outcome": "reached", "spoke_with": "other"}]},
      {"child": 5, "releases": [{"released_on": "2024-05-24", "sponsor": 1}]}
    ],
    "expect": {"value": 1, "denominator": 4, "unknown": 0, "by": {"spokeWith": {"child": 1, "sponsor-only": 1, "unknown": 1}}, "measures": {}}
  }
}
"""#),
        ("children.in-care.json", #"""
{
  "id": "children.in-care",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Children in care",
    "es": "Menores bajo cuidado"
  },
  "text": {
    "en": "Children with a placement that began by the as-of day and had not ended by it. A placement belongs to the episode of the referral it names, else of the child's latest referral transferred by its start, else to an episode of its own.",
    "es": "Menores con una ubicación que comenzó a más tardar el día de corte y que no había terminado ese día. Una ubicación pertenece al episodio de la remisión que nombra; si no nombra ninguna, al de la última remisión del menor transferida hasta su inicio; y si tampoco la hay, a un episodio propio."
  },
  "denominator": null,
  "unknown": null,
  "by": {},
  "measures": {
    "averageDays": {
      "en": "Mean, over these children, of the days from the first placement of the episode to the as-of day.",
      "es": "Promedio, entre estos menores, de los días desde la primera ubicación del episodio hasta el día de corte."
    },
    "averageDaysDischarged": {
      "en": "Mean days from the first placement to the end of the last one, of episodes whose last placement ended on the as-of day or in the 364 days before it.",
      "es": "Promedio de días desde la primera ubicación hasta el fin de la última, en los episodios cuya última ubicación terminó el día de corte o en los 364 días anteriores."
    }
  },
  "source": {
    "rule": "COUNTING.md version 1, children.in-care",
    "basis": []
  },
  "example": {
    "asOf": "2024-03-31",
    "children": [
      {"child": 1, "referrals": [{"id": 1, "transferred_at": "2024-02-29T12:00:00-05:00"}], "placements": [{"referral": 1, "from": "2024-03-01", "to": "2024-03-11"}, {"from": "2024-03-11"}]},
      {"child": 2, "referrals": [{"id": 1, "transferred_at": "2024-03-30T12:00:00-05:00"}], "placements": [{"referral": 1, "from": "2024-03-31", "to": "2024-04-20"}]},
      {"child": 3, "placements": [{"from": "2024-03-01", "to": "2024-03-31"}]},
      {"child": 4, "placements": [{"from": "2023-03-02", "to": "2023-04-02"}]},
      {"child": 6, "placements": [{"from": "2023-03-01", "to": "2023-04-01"}]},
      {"child": 5, "placements": [{"from": "2024-04-01"}]}
    ],
    "expect": {"value": 2, "denominator": null, "unknown": 0, "by": {}, "measures": {"averageDays": 15.0, "averageDaysDischarged": 30.5}}
  }
}
"""#),
        ("children.released.json", #"""
{
  "id": "children.released",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Children released to sponsors",
    "es": "Menores entregados a patrocinadores"
  },
  "text": {
    "en": "Distinct children released by the as-of day. Years, states and categories count releases, because a child can be released more than once; a release without a state, or without a category, is only left out of that list.",
    "es": "Menores distintos entregados hasta el día de corte. Los años, estados y categorías cuentan entregas, porque un menor puede ser entregado más de una vez; una entrega sin estado, o sin categoría, solo falta en esa lista."
  },
  "denominator": null,
  "unknown": null,
  "by": {
    "fiscalYear": {
      "en": "Releases by fiscal year.",
      "es": "Entregas por año fiscal."
    },
    "state": {
      "en": "Releases by the state of the release address.",
      "es": "Entregas por estado de la dirección de entrega."
    },
    "category": {
      "en": "Releases by the category of the sponsor (1, 2A, 2B, 3).",
      "es": "Entregas por categoría del patrocinador (1, 2A, 2B, 3)."
    }
  },
  "measures": {
    "medianDaysToRelease": {
      "en": "Median days from the first placement of the episode to the release, over releases whose episode has a placement.",
      "es": "Mediana de días desde la primera ubicación del episodio hasta la entrega, entre las entregas cuyo episodio tiene una ubicación."
    }
  },
  "source": {
    "rule": "COUNTING.md version 1, children.released",
    "basis": []
  },
  "example": {
    "asOf": "2024-03-31",
    "children": [
      {"child": 1, "referrals": [{"id": 1, "transferred_at": "2023-08-01T12:00:00-05:00"}, {"id": 2, "transferred_at": "2024-01-01T12:00:00-05:00"}], "placements": [{"referral": 1, "from": "2023-08-01", "to": "2023-09-30"}, {"referral": 2, "from": "2024-01-02", "to": "2024-02-01"}], "releases": [{"released_on": "2023-09-30", "sponsor": 1, "category": "2A", "state": "TX"}, {"released_on": "2024-02-01", "sponsor": 1, "category": "2A", "state": "tx"}]},
      {"child": 2, "releases": [{"released_on": "2024-03-31", "sponsor": 2, "category": "1"}]},
      {"child": 3, "releases": [{"released_on": "2024-04-01", "sponsor": 3, "category": "3", "state": "CA"}]}
    ],
    "expect": {"value": 2, "denominator": null, "unknown": 0, "by": {"fiscalYear": {"2023": 1, "2024": 2}, "state": {"TX": 2}, "category": {"1": 1, "2A": 2}}, "measures": {"medianDaysToRelease": 45.0}}
  }
}
"""#),
        ("children.transferred.json", #"""
{
  "id": "children.transferred",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Children transferred to ORR",
    "es": "Menores transferidos a ORR"
  },
  "text": {
    "en": "Distinct children whom another agency transferred to the Office of Refugee Resettlement (ORR) by the as-of day, by the civil day of the transfer in the time zone it was written in. A child transferred in two fiscal years counts once in the total and once in each year, so the years may add to more than the total.",
    "es": "Menores distintos que otra agencia transfirió a la Oficina de Reasentamiento de Refugiados (ORR) hasta el día de corte, según el día civil de la transferencia en la zona horaria en que fue escrita. Un menor transferido en dos años fiscales cuenta una vez en el total y una vez en cada año, por lo que los años pueden sumar más que el total."
  },
  "denominator": null,
  "unknown": null,
  "by": {
    "fiscalYear": {
      "en": "Children with a transfer in that fiscal year (1 October to 30 September, named by the year it ends in).",
      "es": "Menores con una transferencia en ese año fiscal (del 1 de octubre al 30 de septiembre, con el nombre del año en que termina)."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, children.transferred",
    "basis": []
  },
  "example": {
    "asOf": "2024-01-31",
    "children": [
      {"child": 1, "referrals": [{"id": 1, "transferred_at": "2022-09-30T12:00:00-05:00"}, {"id": 2, "transferred_at": "2022-10-01T12:00:00-05:00"}, {"id": 3, "transferred_at": "2023-01-05T12:00:00-05:00"}]},
      {"child": 2, "referrals": [{"id": 1, "transferred_at": "2024-01-31T12:00:00-05:00"}]},
      {"child": 3, "referrals": [{"id": 1, "transferred_at": "2024-02-01T12:00:00-05:00"}]},
      {"child": 4, "referrals": [{"id": 1}]}
    ],
    "expect": {"value": 2, "denominator": null, "unknown": 0, "by": {"fiscalYear": {"2022": 1, "2023": 1, "2024": 1}}, "measures": {}}
  }
}
"""#),
        ("court.vanished.json", #"""
{
  "id": "court.vanished",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Court rows that vanished",
    "es": "Filas de la corte que desaparecieron"
  },
  "text": {
    "en": "Rows of court cases, certainly or probably an unaccompanied child's, that an earlier court release held and the latest one does not, by primary key. A repaired row counts as present.",
    "es": "Filas de casos que con certeza o probablemente son de un menor no acompañado, que una publicación anterior de la corte contenía y la última no, según su clave primaria. Una fila reparada cuenta como presente."
  },
  "denominator": null,
  "unknown": {
    "en": "Rows whose primary key stands in the latest release in a record that could not be taken.",
    "es": "Filas cuya clave primaria figura en la última publicación en un registro que no se pudo tomar."
  },
  "by": {
    "table": {
      "en": "The court's table.",
      "es": "La tabla de la corte."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, court.vanished",
    "basis": []
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "court": {"absentRows": [{"table": "tbl_schedule"}, {"table": "tbl_schedule"}, {"table": "B_TblProceeding"}, {"table": "tbl_schedule", "quarantined": true}]}}
    ],
    "expect": {"value": 3, "denominator": null, "unknown": 1, "by": {"table": {"tbl_schedule": 2, "B_TblProceeding": 1}}, "measures": {}}
  }
}
"""#),
        ("family.separated-open.json", #"""
{
  "id": "family.separated-open",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Children separated from family and not reunited",
    "es": "Menores separados de su familia y no reunidos"
  },
  "text": {
    "en": "Children whose referral, or a family row, says that they were separated from family, and for whom a separated row has no reunion by the as-of day, or for whom there is no family row at all.",
    "es": "Menores cuya remisión, o una fila de familia, dice que fueron separados de su familia, y para quienes una fila de separación no tiene reunión hasta el día de corte, o para quienes no hay ninguna fila de familia."
  },
  "denominator": null,
  "unknown": null,
  "by": {
    "relation": {
      "en": "The relation of each family member from whom the child is still separated; unknown where there is no family row.",
      "es": "El parentesco de cada familiar del que el menor sigue separado; unknown si no hay fila de familia."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, family.separated-open",
    "basis": []
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "referrals": [{"id": 1, "transferred_at": "2024-01-01T12:00:00-05:00", "separated_from_family": "Y"}]},
      {"child": 2, "referrals": [{"id": 1, "transferred_at": "2024-01-01T12:00:00-05:00", "separated_from_family": "Y"}], "family": [{"relation": "mother", "separated_on": "2023-12-31", "reunited_on": "2024-06-30"}]},
      {"child": 3, "family": [{"relation": "mother", "separated_on": "2023-12-31"}, {"relation": "sibling", "separated_on": "2023-12-31", "reunited_on": "2024-07-01"}, {"relation": "sibling", "separated_on": "2023-12-31"}]},
      {"child": 4, "referrals": [{"id": 1, "transferred_at": "2024-01-01T12:00:00-05:00", "separated_from_family": "N"}], "family": [{"relation": "father"}]}
    ],
    "expect": {"value": 2, "denominator": null, "unknown": 0, "by": {"relation": {"mother": 1, "sibling": 1, "unknown": 1}}, "measures": {}}
  }
}
"""#),
        ("hearing.failed-to-appear.json", #"""
{
  "id": "hearing.failed-to-appear",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Children who failed to appear",
    "es": "Menores que no comparecieron"
  },
  "text": {
    "en": "Distinct children with a past hearing whose finding is a failure to appear: absent, without a ground on the record against the notice. A court case without a care record is its own child. A finding judges a record, not a child.",
    "es": "Menores distintos con una audiencia pasada cuyo resultado es una falta de comparecencia: ausente, sin motivo en el registro contra la notificación. Un caso sin registro de cuidado es su propio menor. Un resultado juzga un registro, no a un menor."
  },
  "denominator": {
    "en": "Distinct children with a past hearing that was neither not held nor recorded in error.",
    "es": "Menores distintos con una audiencia pasada que sí se celebró y que no fue registrada por error."
  },
  "unknown": {
    "en": "Hearings that are past but not yet covered by a court release.",
    "es": "Audiencias pasadas que ninguna publicación de la corte cubre todavía."
  },
  "by": {
    "fiscalYear": {
      "en": "Children with such a hearing in that fiscal year.",
      "es": "Menores con tal audiencia en ese año fiscal."
    },
    "finding": {
      "en": "Children with a finding of that kind.",
      "es": "Menores con un resultado de ese tipo."
    },
    "notice": {
      "en": "Children with a finding whose notice stands so.",
      "es": "Menores con un resultado cuya notificación consta así."
    },
    "ageAtHearing": {
      "en": "Children with such a hearing at that age.",
      "es": "Menores con tal audiencia a esa edad."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, hearing.failed-to-appear",
    "basis": [
      "MISSED-HEARING.md version 1"
    ]
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "court": {"hearings": [{"hearing": "2023-09-30", "finding": "missedReset", "notice": "mailed", "age": "under18"}, {"hearing": "2023-10-01", "finding": "missedReset", "notice": "counsel", "age": "18-20"}]}},
      {"child": 2, "care": false, "court": {"hearings": [{"hearing": "2024-05-01", "finding": "missedOrdered", "notice": "unproven", "age": "unknown", "grade": "likely"}], "notYetReported": 2}},
      {"child": 3, "court": {"hearings": [{"hearing": "2024-05-01", "finding": "rescinded"}]}},
      {"child": 4, "court": {"hearings": [{"hearing": "2024-05-01", "finding": "notHeld"}, {"hearing": "2024-05-02", "finding": "recordedInError"}]}}
    ],
    "expect": {"value": 2, "denominator": 3, "unknown": 2, "by": {"fiscalYear": {"2023": 1, "2024": 2}, "finding": {"missedReset": 1, "missedOrdered": 1}, "notice": {"mailed": 1, "counsel": 1, "unproven": 1}, "ageAtHearing": {"under18": 1, "18-20": 1, "unknown": 1}}, "measures": {}}
  }
}
"""#),
        ("hearing.not-in-agency-system.json", #"""
{
  "id": "hearing.not-in-agency-system",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Missed hearings absent from an agency's own system",
    "es": "Audiencias perdidas que faltan en el sistema de una agencia"
  },
  "text": {
    "en": "Of the past hearings of children in the care record whose finding is a failure to appear or rescinded: those for which at least one agency system, of those a results file was taken of, has no result for that child and day. A result unknown, or entered after the as-of day, is none.",
    "es": "De las audiencias pasadas de menores del registro de cuidado cuyo resultado es una falta de comparecencia o fue rescindido: aquellas para las que al menos un sistema de agencia, de los que se recibió un archivo de resultados, no tiene resultado para ese menor y día. Un resultado desconocido, o ingresado después del día de corte, no cuenta."
  },
  "denominator": {
    "en": "Past hearings of children in the care record whose finding is a failure to appear or rescinded.",
    "es": "Audiencias pasadas de menores del registro de cuidado cuyo resultado es una falta de comparecencia o fue rescindido."
  },
  "unknown": {
    "en": "All of them while no results file was taken.",
    "es": "Todas, mientras no se haya recibido ningún archivo de resultados."
  },
  "by": {
    "system": {
      "en": "Missing in that system.",
      "es": "Falta en ese sistema."
    },
    "contradicts": {
      "en": "That system says that the child appeared, or that the hearing was continued.",
      "es": "Ese sistema dice que el menor compareció o que la audiencia se aplazó."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, hearing.not-in-agency-system",
    "basis": [
      "MISSED-HEARING.md version 1"
    ]
  },
  "example": {
    "asOf": "2024-06-30",
    "resultSystems": ["opla", "ero"],
    "children": [
      {"child": 1, "aNumber": true, "results": [{"system": "opla", "hearing_date": "2024-01-01", "result": "failed-to-appear", "entered_on": "2024-01-05"}, {"system": "ero", "hearing_date": "2024-01-01", "result": "appeared", "entered_on": "2024-01-05"}, {"system": "opla", "hearing_date": "2024-02-01", "result": "unknown"}, {"system": "ero", "hearing_date": "2024-02-01", "result": "order-in-absentia", "entered_on": "2024-07-01"}], "court": {"hearings": [{"hearing": "2024-01-01", "finding": "missedReset", "notice": "mailed"}, {"hearing": "2024-02-01", "finding": "rescinded"}, {"hearing": "2024-03-01", "finding": "attended"}]}},
      {"child": 2, "care": false, "court": {"hearings": [{"hearing": "2024-01-01", "finding": "missedReset", "notice": "mailed"}]}}
    ],
    "expect": {"value": 1, "denominator": 2, "unknown": 0, "by": {"system": {"opla": 1, "ero": 1}, "contradicts": {"ero": 1}}, "measures": {}}
  }
}
"""#),
        ("hearing.not-told.json", #"""
{
  "id": "hearing.not-told",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Missed hearings nobody was told of",
    "es": "Audiencias perdidas de las que nadie fue informado"
  },
  "text": {
    "en": "Findings that are a failure to appear of which neither ORR nor an ICE office has an accepted handoff by the as-of day.",
    "es": "Faltas de comparecencia de las que ni ORR ni una oficina de ICE ha aceptado un traspaso hasta el día de corte."
  },
  "denominator": {
    "en": "Findings that are a failure to appear.",
    "es": "Resultados que son una falta de comparecencia."
  },
  "unknown": null,
  "by": {
    "orr": {
      "en": "How far ORR was told.",
      "es": "Hasta dónde fue informada ORR."
    },
    "ice": {
      "en": "How far an ICE office was told.",
      "es": "Hasta dónde fue informada una oficina de ICE."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, hearing.not-told",
    "basis": [
      "MISSED-HEARING.md version 1"
    ]
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "court": {"hearings": [{"hearing": "2024-01-01", "finding": "missedReset", "notice": "mailed"}, {"hearing": "2024-02-01", "finding": "missedReset", "notice": "mailed", "orr": "offered"}, {"hearing": "2024-03-01", "finding": "missedOrdered", "notice": "mailed", "ice": "accepted"}, {"hearing": "2024-04-01", "finding": "attended"}]}}
    ],
    "expect": {"value": 2, "denominator": 3, "unknown": 0, "by": {"orr": {"not-offered": 2, "offered": 1}, "ice": {"not-offered": 2, "accepted": 1}}, "measures": {}}
  }
}
"""#),
        ("hearing.past.json", #"""
{
  "id": "hearing.past",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Past hearings",
    "es": "Audiencias pasadas"
  },
  "text": {
    "en": "Past hearings of court cases that are certainly or probably an unaccompanied child's, with what the court's record says became of each.",
    "es": "Audiencias pasadas de casos que con certeza o probablemente son de un menor no acompañado, con lo que el registro de la corte dice de cada una."
  },
  "denominator": null,
  "unknown": null,
  "by": {
    "finding": {
      "en": "What became of the hearing.",
      "es": "Qué pasó con la audiencia."
    },
    "grade": {
      "en": "How sure it is that the case is an unaccompanied child's.",
      "es": "Qué tan seguro es que el caso sea de un menor no acompañado."
    },
    "ageAtHearing": {
      "en": "The age on the day of the hearing; unknown where the whole birth month does not agree.",
      "es": "La edad el día de la audiencia; unknown si no todo el mes de nacimiento coincide."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, hearing.past",
    "basis": [
      "MISSED-HEARING.md version 1"
    ]
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "court": {"hearings": [{"hearing": "2023-05-01", "finding": "attended", "age": "under18"}, {"hearing": "2024-05-01", "finding": "missedReset", "notice": "mailed", "age": "18-20"}]}},
      {"child": 2, "care": false, "court": {"hearings": [{"hearing": "2024-05-01", "finding": "attended", "grade": "likely", "age": "unknown"}], "notYetReported": 2}}
    ],
    "expect": {"value": 3, "denominator": null, "unknown": 0, "by": {"finding": {"attended": 2, "missedReset": 1}, "grade": {"certain": 2, "likely": 1}, "ageAtHearing": {"under18": 1, "18-20": 1, "unknown": 1}}, "measures": {}}
  }
}
"""#),
        ("notice.none-yet.json", #"""
{
  "id": "notice.none-yet",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Released children without a notice to appear",
    "es": "Menores entregados sin citatorio"
  },
  "text": {
    "en": "Released children with an A-number for whom no notice to appear was served by the as-of day and who have no court case with a charging document (OSC_DATE) and a proceeding entered (INPUT_DATE) by that day.",
    "es": "Menores entregados que tienen número A, a quienes no se les notificó ningún citatorio (Notice to Appear) hasta el día de corte y que no tienen un caso en la corte con documento de acusación (OSC_DATE) y un procedimiento registrado (INPUT_DATE) hasta ese día."
  },
  "denominator": {
    "en": "Released children with an A-number.",
    "es": "Menores entregados que tienen número A."
  },
  "unknown": {
    "en": "Released children without an A-number, whose notices cannot be found.",
    "es": "Menores entregados sin número A, cuyos citatorios no se pueden buscar."
  },
  "by": {
    "reason": {
      "en": "The latest reason for not serving, by the day the notice was issued; none-given where there is none.",
      "es": "La última razón para no notificar, según el día de emisión del citatorio; none-given si no hay ninguna."
    },
    "of": {
      "en": "The same count over released and over all transferred children, as inspectors counted.",
      "es": "El mismo conteo entre los menores entregados y entre todos los transferidos, como contaron los inspectores."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, notice.none-yet",
    "basis": []
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "aNumber": true, "referrals": [{"id": 1, "transferred_at": "2024-01-01T12:00:00-05:00"}], "releases": [{"released_on": "2024-02-01", "sponsor": 1}], "notices": [{"issued_on": "2024-01-05", "not_served_reason": "backlog"}, {"issued_on": "2024-03-05", "not_served_reason": "address-unknown"}]},
      {"child": 2, "aNumber": true, "referrals": [{"id": 1, "transferred_at": "2024-01-01T12:00:00-05:00"}], "releases": [{"released_on": "2024-02-01", "sponsor": 1}], "notices": [{"issued_on": "2024-01-05", "served_on": "2024-06-30"}]},
      {"child": 3, "aNumber": true, "referrals": [{"id": 1, "transferred_at": "2024-01-01T12:00:00-05:00"}], "releases": [{"released_on": "2024-02-01", "sponsor": 1}], "court": {"filed": true}},
      {"child": 4, "aNumber": true, "referrals": [{"id": 1, "transferred_at": "2024-01-01T12:00:00-05:00"}], "releases": [{"released_on": "2024-02-01", "sponsor": 1}]},
      {"child": 5, "aNumber": true, "referrals": [{"id": 1, "transferred_at": "2024-06-01T12:00:00-05:00"}]},
      {"child": 6, "referrals": [{"id": 1, "transferred_at": "2024-01-01T12:00:00-05:00"}], "releases": [{"released_on": "2024-02-01", "sponsor": 1}]}
    ],
    "expect": {"value": 2, "denominator": 4, "unknown": 1, "by": {"reason": {"address-unknown": 1, "none-given": 1}, "of": {"released": 2, "transferred": 3}}, "measures": {}}
  }
}
"""#),
        ("notice.not-filed.json", #"""
{
  "id": "notice.not-filed",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Notices served and not filed with the court",
    "es": "Citatorios notificados y no presentados ante la corte"
  },
  "text": {
    "en": "Children of the care record with a notice to appear served by the as-of day, no notice filed with the court by it, and no court case with a charging document and a proceeding entered by it.",
    "es": "Menores del registro de cuidado con un citatorio notificado hasta el día de corte, sin citatorio presentado ante la corte hasta ese día y sin un caso en la corte con documento de acusación y un procedimiento registrado hasta ese día."
  },
  "denominator": {
    "en": "Children of the care record with a notice served by the as-of day. Notices that match no child are not counted.",
    "es": "Menores del registro de cuidado con un citatorio notificado hasta el día de corte. No se cuentan los citatorios que no corresponden a ningún menor."
  },
  "unknown": null,
  "by": {},
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, notice.not-filed",
    "basis": []
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "aNumber": true, "notices": [{"issued_on": "2024-01-05", "served_on": "2024-01-10"}]},
      {"child": 2, "aNumber": true, "notices": [{"issued_on": "2024-01-05", "served_on": "2024-01-10", "filed_on": "2024-06-30"}]},
      {"child": 3, "aNumber": true, "notices": [{"issued_on": "2024-01-05", "served_on": "2024-01-10", "filed_on": "2024-07-01"}], "court": {"filed": true}},
      {"child": 4, "aNumber": true, "notices": [{"issued_on": "2024-01-05", "served_on": "2024-07-01"}]}
    ],
    "expect": {"value": 1, "denominator": 3, "unknown": 0, "by": {}, "measures": {}}
  }
}
"""#),
        ("order.in-absentia.json", #"""
{
  "id": "order.in-absentia",
  "version": 1,
  "inForce": "2026-11-21",
  "title": {
    "en": "Cases with a removal order in absentia",
    "es": "Casos con orden de expulsión en ausencia"
  },
  "text": {
    "en": "Court cases, certainly or probably an unaccompanied child's, with a proceeding in which removal, deportation or exclusion was ordered in absentia by the as-of day.",
    "es": "Casos que con certeza o probablemente son de un menor no acompañado, con un procedimiento en el que se ordenó en ausencia la expulsión, deportación o exclusión hasta el día de corte."
  },
  "denominator": null,
  "unknown": null,
  "by": {
    "status": {
      "en": "How the case's latest order stands.",
      "es": "Cómo está la última orden del caso."
    },
    "hearing": {
      "en": "Whether a past hearing carries that order.",
      "es": "Si una audiencia pasada sostiene esa orden."
    }
  },
  "measures": {},
  "source": {
    "rule": "COUNTING.md version 1, order.in-absentia",
    "basis": [
      "MISSED-HEARING.md version 1, rule 5(a)"
    ]
  },
  "example": {
    "asOf": "2024-06-30",
    "children": [
      {"child": 1, "court": {"orders": [{"status": "standing", "hearing": "found"}, {"status": "rescinded", "hearing": "none"}]}},
      {"child": 2, "care": false, "court": {"orders": [{"status": "standing", "hearing": "found"}]}},
      {"child": 3}
    ],
    "expect": {"value": 3, "denominator": null, "unknown": 0, "by": {"status": {"standing": 2, "rescinded": 1}, "hearing": {"found": 2, "none": 1}}, "measures": {}}
  }
}
"""#),
        ("grids/grid-1.json", #"""
{
 "id": "grid-1",
 "inForce": "2026-11-21",
 "adultAge": 18,
 "source": {
  "rule": "COUNTING.md version 1, check.unresolved-at-release",
  "basis": [
   "ORR Field Guidance 26, 14 February 2025: fingerprints of all adult sponsors and household adults"
  ]
 },
 "requirements": [
  {
   "person": "sponsor",
   "type": "identity"
  },
  {
   "person": "sponsor",
   "type": "relationship"
  },
  {
   "person": "sponsor",
   "type": "public-records"
  },
  {
   "person": "sponsor",
   "type": "sex-offender"
  },
  {
   "person": "sponsor",
   "type": "fbi-fingerprint",
   "from": "2025-02-14"
  },
  {
   "person": "adult-member",
   "type": "fbi-fingerprint",
   "from": "2025-02-14"
  }
 ]
}
"""#),
    ]
}
