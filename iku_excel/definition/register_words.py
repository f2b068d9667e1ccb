"""How a register is counted, in sentences for a clerk: printed on the register, on Petunjuk and on Pemeriksaan."""

from __future__ import annotations

from iku_excel.model import PlacedBy, Register

REPORTED = (
    "Periode berregister dilaporkan bila ada tanggal di periode itu atau sesudahnya, di register mana pun atau pada "
    "angka yang diketik. Register tanpa baris di periode yang dilaporkan berarti 0; periode sesudahnya tetap kosong."
)


def rule(register: Register) -> str:
    """Return the rule of one register."""
    date = register.column(register.date).label.lower()
    if register.member is not None:
        who = register.member.label.lower()
        return (
            f"Setiap {who} dihitung satu kali, sejak {date} yang paling awal; penyebutnya jumlah {who} di "
            f"{register.members_label}."
        )
    below = f"Penyebut: baris dengan {date} di periode itu."
    column = register.column(register.numerator)
    if register.value:
        return f'{below} Pembilang: di antaranya, dengan {column.label.lower()} "{register.value}".'
    settled = column.label.lower()
    late = ""
    if register.due:
        due = register.column(register.due).label.lower()
        late = f" Baris dengan {settled} sesudah {due} tidak masuk pembilang."
    if register.placed_by is PlacedBy.SETTLED:
        where = f"Pembilang: baris dengan {settled} di periode itu, walaupun masuknya di periode sebelumnya."
    else:
        where = f"Pembilang: baris penyebut itu yang {settled} terisi, kapan pun dalam tahun ini."
    return f"{below} {where}{late} Baris dari tahun lain tidak dihitung."
