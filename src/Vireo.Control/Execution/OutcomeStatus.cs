using System.Text.Json.Serialization;

namespace Vireo.Control;

/// <summary>What became of one action.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutcomeStatus>))]
public enum OutcomeStatus
{
    /// <summary>Journalled, not sent yet: waits for a dependency or a free slot.</summary>
    Waiting,

    /// <summary>Sent.</summary>
    Running,

    /// <summary>Done, and read back.</summary>
    Succeeded,

    /// <summary>Ended without effect.</summary>
    Failed,

    /// <summary>Took too long and was aborted (S19).</summary>
    TimedOut,

    /// <summary>Not started: its precondition no longer held (S18), or what it depends on failed.</summary>
    Skipped,

    /// <summary>A person wanted it ended, and it was aborted without effect.</summary>
    Aborted,
}
