using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>What was last found out of a guest beyond the statistics of its host.</summary>
/// <param name="At">When.</param>
/// <param name="Agent">What its agent says, or why it says nothing.</param>
internal sealed record GuestLook(DateTimeOffset At, GuestAgent Agent)
{
    /// <summary>The share in use of its fullest file system; null when that is not known.</summary>
    public double? FileSystemUsage { get; init; }

    /// <summary>Bytes a second that it writes to memory; null when that was not measured since the look
    /// before.</summary>
    public double? DirtyRate { get; init; }

    /// <summary>When it was last asked to be measured how much it writes.</summary>
    public DateTimeOffset DirtyAsked { get; init; }

    /// <summary>Whether that measurement has not been read yet.</summary>
    public bool IsDirtyPending { get; init; }

    /// <summary>When it is looked at again.</summary>
    public DateTimeOffset Due { get; init; }
}
