namespace Vireo.Control;

/// <summary>How far an action has come, as journalled. Values are stored; from 10 on it has ended.</summary>
internal enum JournalPhase
{
    /// <summary>Approved, not sent.</summary>
    Waiting = 0,

    /// <summary>About to be sent, or sent with the answer unknown: only the provider knows.</summary>
    Sending = 1,

    /// <summary>Accepted by the provider.</summary>
    Running = 2,

    /// <summary>Took too long; the provider was asked to abort.</summary>
    Aborting = 3,

    /// <summary>A person wants it ended; the provider was asked to abort.</summary>
    AbortingAsAsked = 4,

    /// <summary>Done and read back.</summary>
    Succeeded = 10,

    /// <summary>Without effect.</summary>
    Failed = 11,

    /// <summary>Took too long and was aborted without effect.</summary>
    TimedOut = 12,

    /// <summary>Never sent.</summary>
    Skipped = 13,

    /// <summary>Aborted without effect because a person wanted it.</summary>
    Aborted = 14,
}
