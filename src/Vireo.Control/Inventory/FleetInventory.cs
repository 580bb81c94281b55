using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Asks every provider, keeps what each last said, and puts the parts together to one fleet.</summary>
/// <remarks>A provider that fails keeps its last known objects, its hosts count as unreachable, and the others are not
/// held up beyond its deadline.</remarks>
internal sealed class FleetInventory
{
    private readonly ClusterId _cluster;
    private readonly ProviderCall _call;
    private readonly TimeProvider _time;
    private readonly Action<FleetEvent> _tell;
    private readonly Action<ObservedMove> _moved;
    private readonly ProviderSlot[] _slots;
    private ImmutableArray<InventoryProblem> _told = [];
    private long _turn;

    public FleetInventory(
        ClusterLoopOptions options, IReadOnlyList<ConnectedProvider> providers, TimeProvider time,
        Action<FleetEvent> tell, Action<ObservedMove> moved)
    {
        _cluster = options.Cluster;
        _call = new ProviderCall(options.ProviderDeadline, time);
        _time = time;
        _tell = tell;
        _moved = moved;
        _slots = [.. providers.Select(provider => new ProviderSlot(provider)).OrderBy(slot => slot.Id)];
        for (int i = 1; i < _slots.Length; i++)
        {
            if (_slots[i].Id == _slots[i - 1].Id)
            {
                throw new ArgumentException(
                    $"Two providers are called '{_slots[i].Id}'. Give each its own name.", nameof(providers));
            }
        }

        BackendPools = PoolsOf(_slots);
    }

    /// <summary>All hosts, ordered by identifier.</summary>
    public ImmutableArray<Host> Hosts { get; private set; } = [];

    /// <summary>All machines, ordered by identifier.</summary>
    public ImmutableArray<VirtualMachine> Machines { get; private set; } = [];

    /// <summary>Resource pools as providers enforce them, ordered by pool and provider.</summary>
    public ImmutableArray<PoolSetting> Pools { get; private set; } = [];

    /// <summary>The network as it stands; null where none is managed, or who manages it does not answer.</summary>
    public NetworkSight? Network => Array.Find(_slots, slot => slot is { Answers: true, Facts.Network: not null })?.Facts.Network;

    /// <summary>What templates can be copied from, ordered; null while a provider does not say.</summary>
    public ImmutableArray<string>? Images => Array.TrueForAll(_slots, slot => slot.IsLoadBalancer || slot.Raw?.Images is not null)
        ? [.. _slots.SelectMany(slot => slot.Raw?.Images ?? []).Distinct().Order(StringComparer.Ordinal)]
        : null;

    /// <summary>Storage that machines can be moved between, ordered; null where no provider that answers names
    /// any.</summary>
    public ImmutableArray<Datastore>? Datastores =>
        Array.Exists(_slots, slot => slot is { Answers: true, Facts.Datastores: not null })
            ?
            [
                .. _slots.Where(slot => slot.Answers).SelectMany(slot => slot.Facts.Datastores ?? [])
                    .OrderBy(one => one.Id).ThenBy(one => one.Provider),
            ]
            : null;

    /// <summary>What load balancers send requests to, ordered.</summary>
    public ImmutableArray<BackendPool> BackendPools { get; private set; }

    /// <summary>Health by provider.</summary>
    public ImmutableArray<ProviderHealth> Health => [.. _slots.Select(slot => slot.Health)];

    /// <summary>When a provider's facts were asked for; null when it does not answer.</summary>
    public DateTimeOffset? FreshAsOf(ProviderId provider) =>
        _slots.FirstOrDefault(slot => slot.Id == provider) is { Answers: true } slot ? slot.AsOf : null;

    /// <summary>Asks all providers at once.</summary>
    public async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_slots.Select(slot => AskAsync(slot, cancellationToken)));
        Assemble();
    }

    /// <summary>Asks one provider.</summary>
    public async Task ReadAsync(ProviderId provider, CancellationToken cancellationToken)
    {
        await AskAsync(_slots.Single(slot => slot.Id == provider), cancellationToken);
        Assemble();
    }

    private async Task AskAsync(ProviderSlot slot, CancellationToken cancellationToken)
    {
        long turn = ++_turn;
        var asked = _time.GetUtcNow();
        ProviderInventory? inventory = null;
        string error = "";
        try
        {
            inventory = await _call.AskAsync(slot.Provider.Reader.ReadInventoryAsync, cancellationToken);
            if (inventory.Hosts.IsDefault || inventory.VirtualMachines.IsDefault)
            {
                error = "Its inventory has no list of hosts or of machines.";
            }
        }
        catch (ProviderException failure)
        {
            error = failure.Message;
        }

        // A later question was answered first: this answer is older than what is already known.
        if (turn > slot.Turn)
        {
            slot.Turn = turn;
            Take(slot, inventory, error, asked);
        }
    }

    private void Take(ProviderSlot slot, ProviderInventory? inventory, string error, DateTimeOffset asked)
    {
        if (error.Length > 0 || inventory is null)
        {
            TellFailure(slot, error, asked);
            slot.Error = error;
            slot.LastError = (error, asked);
            return;
        }

        if (slot.Error.Length > 0)
        {
            Tell(slot, asked, FleetEventKind.StateChanged, EntityId.Of(slot.Id), $"Provider '{slot.Id}' answers again.");
        }

        if (slot.Raw is not { } raw || raw.Hosts != inventory.Hosts || raw.VirtualMachines != inventory.VirtualMachines
            || raw.Pools != inventory.Pools || raw.Datastores != inventory.Datastores || raw.Backends != inventory.Backends
            || !ReferenceEquals(raw.Network, inventory.Network))
        {
            var facts = InventoryCheck.Sift(slot.Id, _cluster, inventory, slot.Facts);
            TellChanges(slot, facts, asked);
            slot.Facts = facts;
            slot.Raw = inventory;
        }

        slot.AsOf = asked;
        slot.AnswerTime = _time.GetUtcNow() - asked;
        slot.Error = "";
    }

    private void TellChanges(ProviderSlot slot, ProviderFacts facts, DateTimeOffset asked)
    {
        // The first reading is no change; thousands of "appeared" would say nothing.
        if (slot.AsOf is not null)
        {
            var diff = InventoryDiff.Between(slot.Facts, facts, slot.Id, asked);
            diff.Events.ForEach(_tell);
            diff.Moves.ForEach(_moved);
        }

        TellNew(facts.Problems, slot.Told, slot.Id.Value, asked);
        slot.Told = facts.Problems;
    }

    private void TellFailure(ProviderSlot slot, string error, DateTimeOffset asked)
    {
        if (slot.Error != error)
        {
            Tell(slot, asked, FleetEventKind.Failed, EntityId.Of(slot.Id),
                slot.IsLoadBalancer ? $"Load balancer '{slot.Id}' does not answer: {error}"
                    : $"Provider '{slot.Id}' failed: {error}" +
                    (slot.Facts.Network is not null ? " The network stays as it is meanwhile."
                        : $" Its {slot.Facts.Hosts.Length} hosts count as unreachable."));
        }
    }

    private void TellNew(
        ImmutableArray<InventoryProblem> problems, ImmutableArray<InventoryProblem> told, string source,
        DateTimeOffset at)
    {
        var known = told.ToHashSet();
        foreach (var problem in problems)
        {
            if (!known.Contains(problem))
            {
                _tell(new FleetEvent(at, FleetEventKind.Failed, problem.Entity, problem.Message, source));
            }
        }
    }

    private void Tell(ProviderSlot slot, DateTimeOffset at, FleetEventKind kind, EntityId entity, string message) =>
        _tell(new FleetEvent(at, kind, entity, message, slot.Id.Value));

    private void Assemble()
    {
        var clashes = ImmutableArray.CreateBuilder<InventoryProblem>();
        Hosts = Merge(slot => HostsOf(slot), host => host.Id, host => EntityId.Of(host.Id), clashes);
        Machines = Merge(
            slot => slot.Facts.Machines, machine => machine.Id, machine => EntityId.Of(machine.Id), clashes);
        Pools = [.. _slots.SelectMany(slot => slot.Facts.Pools).OrderBy(pool => pool.Pool).ThenBy(pool => pool.Provider)];
        BackendPools = PoolsOf(_slots);
        TellNew(clashes.ToImmutable(), _told, "vireo", _time.GetUtcNow());
        _told = clashes.ToImmutable();
    }

    private static ImmutableArray<BackendPool> PoolsOf(ProviderSlot[] slots) =>
    [
        .. slots.Where(slot => slot.IsLoadBalancer).Select(slot =>
            new BackendPool(slot.Id, slot.Answers, slot.Raw?.Backends is { IsDefault: false } known ? known : [])
            {
                IsUnasked = !slot.IsAsked,
                Error = slot.Error.Length > 0 ? slot.Error : null,
            }),
    ];

    private static ImmutableArray<Host> HostsOf(ProviderSlot slot) => slot.Answers
        ? slot.Facts.Hosts
        : [.. slot.Facts.Hosts.Select(host => host with { State = HostState.Unreachable })];

    // Of one identifier in two providers, the provider first in order stands: deterministic, and told.
    private ImmutableArray<T> Merge<T, TId>(
        Func<ProviderSlot, ImmutableArray<T>> part, Func<T, TId> id, Func<T, EntityId> entity,
        ImmutableArray<InventoryProblem>.Builder clashes)
        where TId : notnull
    {
        if (_slots.Length == 1)
        {
            return part(_slots[0]);
        }

        var merged = new Dictionary<TId, T>();
        foreach (var slot in _slots)
        {
            foreach (var item in part(slot))
            {
                if (!merged.TryAdd(id(item), item))
                {
                    clashes.Add(new InventoryProblem(entity(item),
                        $"{entity(item)} is reported by provider '{slot.Id}' and by one before it; the first stands. " +
                        "Qualify the identifiers of one of them."));
                }
            }
        }

        return [.. merged.Values.OrderBy(id)];
    }
}
