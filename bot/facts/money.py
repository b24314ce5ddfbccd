"""Amounts of money as people write them: with a symbol, a code or a word for the currency, a scale, and a range."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.facts.model import Value

#: What people write -> the sign that answers show. Codes without a sign of their own stand before the amount.
# fmt: off
_SIGNS = {
    "$": "$", "usd": "$", "us$": "$", "dollar": "$", "dollars": "$",
    "€": "€", "eur": "€", "euro": "€", "euros": "€",
    "£": "£", "gbp": "£", "pound": "£", "pounds": "£",
    "¥": "¥", "jpy": "¥", "yen": "¥",
    "₹": "₹", "inr": "₹", "rs": "₹",
    "rupee": "₹", "rupees": "₹",
    "₩": "₩", "krw": "₩", "won": "₩",
    "a$": "A$", "aud": "A$", "c$": "C$", "ca$": "C$", "cad": "C$",
    "hk$": "HK$", "hkd": "HK$", "nz$": "NZ$", "nzd": "NZ$",
    "nt$": "NT$", "twd": "NT$", "r$": "R$", "brl": "R$",
    "₽": "₽", "rub": "₽", "rubles": "₽", "₺": "₺", "₪": "₪", "ils": "₪",
}
_CODES = frozenset({
    "ars", "chf", "clp", "cny", "cop", "czk", "dem", "dkk", "egp", "esp", "frf", "huf", "idr", "irr", "isk", "itl",
    "kzt", "mxn", "myr", "ngn", "nok", "php", "pln", "ron", "sek", "sgd", "thb", "try", "uah", "vnd", "zar",
})
_SCALES = {
    "": 1, "k": 10**3, "thousand": 10**3, "lakh": 10**5, "lakhs": 10**5, "m": 10**6, "mn": 10**6, "mio": 10**6,
    "million": 10**6, "millions": 10**6, "crore": 10**7, "crores": 10**7, "b": 10**9, "bn": 10**9, "billion": 10**9,
    "billions": 10**9,
}
# fmt: on

_NUMBER = r"(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d{1,15})(?:\.\d{1,9})?"
_CURRENCY = r"[A-Za-z]{0,3}[$€£¥₹₩₽₺₪]|[A-Za-z]{2,7}\.?"
_SCALE = "(?:" + "|".join(sorted(filter(None, _SCALES), key=len, reverse=True)) + ")(?![A-Za-z])"
_AMOUNT = re.compile(
    rf"(?P<before>{_CURRENCY})? ?(?P<low>{_NUMBER})(?: ?(?P<low_scale>{_SCALE}))?"
    rf"(?: ?(?:-|–|—|to) ?(?P<again>{_CURRENCY})? ?(?P<high>{_NUMBER})(?: ?(?P<high_scale>{_SCALE}))?)?"
    rf"(?: ?(?P<after>{_CURRENCY}))?",
    re.ASCII | re.IGNORECASE,
)


def read_money(text: str) -> Value | None:
    """`text` as money, or None: ``$67.4 million`` becomes ``$67,400,000``, a range ``$60,000,000–70,000,000``.

    ``low`` and ``high`` are plain units of the currency that is written; currencies are not converted.
    """
    found = _AMOUNT.fullmatch(text)
    if not found:
        return None
    scale = _SCALES[(found["high_scale"] or found["low_scale"] or "").lower()]
    low_scale = _SCALES[(found["low_scale"] or found["high_scale"] or "").lower()]
    signs = {_sign(found[part]) for part in ("before", "again", "after") if found[part]}
    if len(signs) != 1 or (sign := signs.pop()) is None:
        return None
    low = _decimal(found["low"]) * low_scale
    high = _decimal(found["high"]) * scale if found["high"] else low
    if high < low:
        return None
    shown = f"{sign}{_shown(low)}" + (f"–{_shown(high)}" if high != low else "")
    return Value(shown, float(low), float(high))


def _sign(currency: str) -> str | None:
    key = currency.lower().removesuffix(".")
    return _SIGNS.get(key) or (f"{key.upper()} " if key in _CODES else None)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _shown(amount: Decimal) -> str:
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
