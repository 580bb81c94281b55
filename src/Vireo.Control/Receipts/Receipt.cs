using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Proof of a decision: re-running the same code on the three inputs must give the same plan.</summary>
/// <param name="Id">Unique in the installation, grows with time.</param>
/// <param name="At">When the decision was made.</param>
/// <param name="Cluster">For which placement domain.</param>
/// <param name="Fleet">Hash of the snapshot.</param>
/// <param name="Outlook">Hash of the outlook.</param>
/// <param name="Policy">Hash of the policy.</param>
/// <param name="Plan">Hash of the plan.</param>
/// <param name="CodeVersion">Version and source revision that decided.</param>
/// <param name="Summary">The plan's summary.</param>
/// <param name="ActionCount">How many actions it holds.</param>
public sealed record Receipt(
    long Id,
    DateTimeOffset At,
    ClusterId Cluster,
    ContentHash Fleet,
    ContentHash Outlook,
    ContentHash Policy,
    ContentHash Plan,
    string CodeVersion,
    string Summary,
    int ActionCount)
{
    /// <summary>The trace of the cycle that decided, 32 hexadecimal digits: what happened in it and the spans that were
    /// exported carry the same; empty in receipts that were stored before there was one.</summary>
    public string Trace { get; init; } = "";
}
