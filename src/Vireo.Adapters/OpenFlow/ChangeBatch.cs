using Vireo.Adapters.OpenFlow.Messages;

namespace Vireo.Adapters.OpenFlow;

/// <summary>Changes that are under way, and what was refused of them.</summary>
/// <param name="changes">The changes.</param>
/// <param name="first">The identifier of the first; the others follow.</param>
/// <param name="mostKept">Refusals that are kept.</param>
internal sealed class ChangeBatch(IReadOnlyList<SwitchChange> changes, uint first, int mostKept)
{
    private readonly List<ChangeFailure> _failures = [];
    private int _refused;

    /// <summary>The identifier of the first.</summary>
    public uint First => first;

    /// <summary>What was refused so far.</summary>
    public ChangeOutcome Outcome => new(changes.Count, _refused, [.. _failures]);

    /// <summary>An error came; those of other messages are not looked at.</summary>
    public void Take(ErrorMessage error)
    {
        long index = (long)error.Xid - first;
        if (index < 0 || index >= changes.Count)
        {
            return;
        }

        _refused++;
        if (_failures.Count < mostKept)
        {
            _failures.Add(new ChangeFailure(changes[(int)index], error.Error));
        }
    }
}
