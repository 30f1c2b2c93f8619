"""A made-up list with the faults that real ones have, to be brought in for the pictures."""

FILE_NAME = "grants 2025-26 final.csv"

LIST = """\
Larkenshire Council: community grants 2025/26,,,,,
Grant ref,Project,What it is for,Recipient,Directorate,Amount
CG-001,Lunch club at the Mill,People who eat alone share a meal and a walk.,Mill Friends,Adult Social Care,"£18,400.00"
CG-002,Homework room,A quiet room with two helpers after school.,Vexley Library Trust,Education,"£9,250.00"
CG-003,Doorstep repairs,Small repairs for tenants at risk of losing their home.,Harbour Homes,Housing,"£41,000.00"
CG-004,Night listening line,Somebody answers the telephone from dusk to dawn.,Quiet Hours,NHS Partnership,to be agreed
CG-005,Young carers' weekends,Rest for those who nurse a parent.,Wayfarer's Door,Children and Families,"£27,600.00"
CG-006,Falls class,Balance classes for people who have fallen once.,Larkenshire Leisure,Public Health,"£12,300.00"
CG-007,Street pastors,Volunteers look after people in town at night.,Corvale Churches,Community Safety,"£6,800.00"
Total,,,,,"£115,350.00"
"""
