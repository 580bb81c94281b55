namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>Keeps machines on few hosts at a risk of overload that is chosen: relieves what is overloaded with one
/// short migration, and empties hosts whose machines fit elsewhere with room to spare.</summary>
/// <remarks>Demand of real machines is a slow mean with much noise around it, so a host is judged by the sum of the
/// means and a quantile of the summed noise, not by what it asks for at the moment; an overload is noise as well, and
/// one move ends it. Moving before an overload was tried and costs more moves than it saves. Deterministic: ties go to
/// the lowest index. O(machines x hosts in use) for the first packing, much less after. Keeps arrays between decisions;
/// not thread-safe.</remarks>
public sealed class Consolidator
{
    private readonly ConsolidationOptions _options;
    private readonly ConsolidationState _state;
    private readonly OverloadRelief _relief;
    private readonly HostDrain _drain;
    private readonly FirstPacking _packing;
    private int _restsFor;

    /// <summary>For a fleet of hosts.</summary>
    /// <param name="hosts">All of them, used or not.</param>
    /// <param name="options">How much risk to take.</param>
    /// <exception cref="ArgumentException">The arrays of the hosts differ in length.</exception>
    public Consolidator(ConsolidationHosts hosts, ConsolidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        ArgumentNullException.ThrowIfNull(options);
        if (hosts.CoreCapacity.Length != hosts.Count || hosts.Efficiency.Length != hosts.Count
            || hosts.Memory.Length != hosts.Count)
        {
            throw new ArgumentException(
                $"{hosts.Count} capacities were given with {hosts.CoreCapacity.Length} core capacities, " +
                $"{hosts.Efficiency.Length} efficiencies and {hosts.Memory.Length} memories. Give one of each a host.");
        }

        _options = options;
        _state = new ConsolidationState(hosts);
        var targets = new TargetChoice(hosts, options, _state);
        _relief = new OverloadRelief(hosts, options, _state, targets);
        _drain = new HostDrain(hosts, options, _state, targets);
        _packing = new FirstPacking(hosts, options, _state, targets);
    }

    /// <summary>Adds the migrations to start now, in their order; each machine moves at most once.</summary>
    /// <param name="machines">As they are now.</param>
    /// <param name="moves">Receives them.</param>
    /// <remarks>A machine with a demand or a forecast that is not a number makes its host neither source nor
    /// target.</remarks>
    public void Decide(ConsolidationMachines machines, List<ConsolidationMove> moves)
    {
        ArgumentNullException.ThrowIfNull(machines);
        ArgumentNullException.ThrowIfNull(moves);
        _state.Reset(machines);
        if (_packing.IsWorthwhile(machines) && _packing.TryPack(machines, moves))
        {
            return;
        }

        bool woke = _relief.Relieve(machines, moves);
        _restsFor = woke ? _options.RestAfterWake : Math.Max(0, _restsFor - 1);
        if (_restsFor == 0)
        {
            _drain.Drain(machines, moves);
        }
    }
}
