using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>An immutable picture of the inventory at one instant; one of the three inputs of a decision.</summary>
/// <param name="TakenAt">The instant, from the loop's clock.</param>
/// <param name="Cluster">The placement domain that the picture shows.</param>
/// <param name="Hosts">All hosts, ordered by identifier.</param>
/// <param name="VirtualMachines">All virtual machines, ordered by identifier.</param>
/// <param name="RecentMoves">Moves inside the longest rest window, oldest first.</param>
/// <param name="InFlight">Actions under way, oldest first; a moving machine counts on both hosts.</param>
public sealed record FleetSnapshot(
    DateTimeOffset TakenAt,
    ClusterId Cluster,
    ImmutableArray<Host> Hosts,
    ImmutableArray<VirtualMachine> VirtualMachines,
    ImmutableArray<PastMove> RecentMoves,
    ImmutableArray<InFlightAction> InFlight)
{
    /// <summary>Resource pools as providers enforce them, ordered by pool and provider.</summary>
    public ImmutableArray<PoolSetting> Pools { get; init; } = [];

    /// <summary>What load balancers send requests to, ordered.</summary>
    /// <remarks>None in a snapshot that was stored before there were any.</remarks>
    public ImmutableArray<BackendPool> BackendPools
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Creations and deletions that were started lately, and replicas that joined and left their load
    /// balancers, oldest first: what scaling rests after (S9).</summary>
    public ImmutableArray<InFlightAction> RecentChanges { get; init; } = [];

    /// <summary>Actions that were started within the last hour: what the limit on actions counts (S35).</summary>
    /// <remarks>0 in a snapshot that was stored before they were counted.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ActionsInLastHour { get; init; }

    /// <summary>How long new machines took to run lately, ordered by template.</summary>
    public ImmutableArray<MeasuredStartUp> StartUps { get; init; } = [];

    /// <summary>Deployments that have not ended, in the order in which they were asked for.</summary>
    /// <remarks>None in a snapshot that was stored before there were any.</remarks>
    public ImmutableArray<Deployment> Deployments
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Changes of size that succeeded lately, oldest first.</summary>
    /// <remarks>None in a snapshot that was stored before there were any.</remarks>
    public ImmutableArray<InFlightAction> RecentResizes
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Hosts that were switched lately, oldest first: what switching them again rests after.</summary>
    /// <remarks>None in a snapshot that was stored before they were kept.</remarks>
    public ImmutableArray<PastSwitch> RecentSwitches
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Replicas that metrics have shown to be too few lately, oldest first.</summary>
    /// <remarks>None in a snapshot that was stored before they were kept.</remarks>
    public ImmutableArray<PastShortage> RecentShortages
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>What remedies have started lately, oldest first.</summary>
    /// <remarks>None in a snapshot that was stored before there were any.</remarks>
    public ImmutableArray<PastRemedy> RecentRemedies
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Moves that failed lately, oldest first, each at the instant of its end: what cannot be moved now is not
    /// tried every cycle.</summary>
    /// <remarks>None in a snapshot that was stored before they were kept.</remarks>
    public ImmutableArray<PastMove> FailedMoves
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Versions that groups were rolled back from, oldest first.</summary>
    /// <remarks>None in a snapshot that was stored before there were any.</remarks>
    public ImmutableArray<RejectedVersion> RejectedVersions
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Pools whose terms Vireo has set and not taken back, ordered.</summary>
    /// <remarks>None in a snapshot that was stored before they were kept.</remarks>
    public ImmutableArray<ResourcePoolId> ManagedPools
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>What people ordered to be done to machines and has not begun, oldest first; at most one a machine.</summary>
    /// <remarks>None in a snapshot that was stored before there were any.</remarks>
    public ImmutableArray<MachineOrder> Orders
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>What history shows to be needed again, ordered.</summary>
    /// <remarks>None in a snapshot that was stored before it was recognised.</remarks>
    public ImmutableArray<RecurringNeed> RecurringNeeds
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>How long moves took lately, ordered by machine.</summary>
    /// <remarks>None in a snapshot that was stored before they were kept.</remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<MeasuredMove> MeasuredMoves { get; init; }

    /// <summary>The network as it stands; null where none is managed, or who manages it does not answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NetworkSight? Network { get; init; }

    /// <summary>Storage that machines can be moved between, ordered; null where no provider names any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<Datastore>? Datastores { get; init; }

    /// <summary>Builds a snapshot in canonical order, so that equal fleets have equal hashes.</summary>
    /// <exception cref="ArgumentException">Two hosts, or two machines, carry one identifier.</exception>
    public static FleetSnapshot Create(
        DateTimeOffset takenAt,
        ClusterId cluster,
        IEnumerable<Host> hosts,
        IEnumerable<VirtualMachine> virtualMachines,
        IEnumerable<PastMove> recentMoves,
        IEnumerable<InFlightAction> inFlight)
    {
        var snapshot = new FleetSnapshot(
            takenAt,
            cluster,
            [.. hosts.OrderBy(host => host.Id)],
            [.. virtualMachines.OrderBy(machine => machine.Id)],
            [.. recentMoves.OrderBy(move => move.At).ThenBy(move => move.VirtualMachine)],
            [.. inFlight.OrderBy(action => action.StartedAt).ThenBy(action => action.Id)]);
        snapshot.RejectDuplicates();

        return snapshot;
    }

    private void RejectDuplicates()
    {
        for (int i = 1; i < Hosts.Length; i++)
        {
            if (Hosts[i].Id == Hosts[i - 1].Id)
            {
                throw new ArgumentException(
                    $"Host '{Hosts[i].Id}' appears twice in the inventory. Identifiers must be unique; the provider " +
                    "adapter has to qualify them.");
            }
        }

        for (int i = 1; i < VirtualMachines.Length; i++)
        {
            if (VirtualMachines[i].Id == VirtualMachines[i - 1].Id)
            {
                throw new ArgumentException(
                    $"Virtual machine '{VirtualMachines[i].Id}' appears twice in the inventory. Identifiers must be " +
                    "unique; the provider adapter has to qualify them.");
            }
        }
    }
}
