using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>How a cluster stood when it was last seen, with what has been done since: what its provider would still
/// know.</summary>
/// <param name="Fleet">As the last decision saw it, after every action that is known to have succeeded since.</param>
/// <param name="Policy">In force then.</param>
public sealed record LastSight(FleetSnapshot Fleet, Policy Policy)
{
    // What took longer than this was given up.
    private static readonly TimeSpan LongestAction = TimeSpan.FromDays(1);

    /// <summary>The version of a template that a machine was made from; null when the policy does not hold
    /// it.</summary>
    public VmTemplate? TemplateOf(VirtualMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);

        return Policy.Templates.FirstOrDefault(template =>
            template.Id == machine.Template && template.Version == (machine.TemplateVersion ?? template.Version));
    }

    /// <summary>Reads it from what is stored.</summary>
    /// <param name="cluster">Which cluster.</param>
    /// <param name="state">Holds receipts and the journal.</param>
    /// <returns>Null where nothing was ever decided, or the last picture is not kept any more.</returns>
    /// <exception cref="InvalidDataException">The stored bytes are damaged.</exception>
    public static LastSight? Of(ClusterId cluster, StateStore state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Receipts.Newest(cluster, 1) is not [var last] || state.Receipts.FindContent(last.Fleet) is not { } snapshot ||
            state.Receipts.FindContent(last.Policy) is not { } policy)
        {
            return null;
        }

        var sight = new LastSight(CanonicalJson.Read<FleetSnapshot>(snapshot), CanonicalJson.Read<Policy>(policy));
        var done = state.Journal.Since(cluster, sight.Fleet.TakenAt - LongestAction)
            .Where(entry => entry.Phase == JournalPhase.Succeeded && entry.EndedAt >= sight.Fleet.TakenAt)
            .OrderBy(entry => entry.EndedAt).ThenBy(entry => entry.Receipt).ThenBy(entry => entry.Position);

        return done.Aggregate(sight, (known, entry) => known with { Fleet = Aftermath.Of(entry.Planned.Action, known) });
    }
}
