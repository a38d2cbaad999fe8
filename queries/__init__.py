"""What can be asked. A room for each subject, in it one file a question; every question takes a `GraphReader`, a `View` and ids.

`numbers` and `scoring` (what a tie weighs) carry `knowing`, which carries `continuity`, then `leaving`; on these stand `handover`,
`risk` and `linking`.
"""
