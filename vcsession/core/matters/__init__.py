"""The matters of procedure, one file each: state, commands, events, guards, fold.

Every file ends with three tables that `core.session` joins: GUARDS (command -> what must hold
beyond the transition table), DECIDE (command class -> events) and FOLD (event class -> state).
"""
