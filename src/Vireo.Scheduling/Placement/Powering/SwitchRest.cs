using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Powering;

/// <summary>Hosts that were switched a short while ago: load that needed one more a moment ago is no time to do with
/// one less.</summary>
internal sealed class SwitchRest
{
    private readonly Dictionary<HostId, DateTimeOffset> _offAt = [];
    private readonly FleetSnapshot _fleet;
    private readonly TimeSpan _rest;
    private readonly PastSwitch? _lastOn;

    /// <summary>Reads what was switched lately.</summary>
    /// <param name="fleet">With what was switched, oldest first.</param>
    /// <param name="rest">How long after a host was switched on none is switched off.</param>
    public SwitchRest(FleetSnapshot fleet, TimeSpan rest)
    {
        (_fleet, _rest) = (fleet, rest);
        foreach (var past in fleet.RecentSwitches.Where(past => fleet.TakenAt - past.At < rest))
        {
            if (past.IsOn)
            {
                _lastOn = past;
            }
            else
            {
                _offAt[past.Host] = past.At;
            }
        }
    }

    /// <summary>Why no host is switched off now; null when nothing speaks against it.</summary>
    public string? WhyNotOff()
    {
        if (_lastOn is not { } last)
        {
            return null;
        }

        var passed = _fleet.TakenAt - last.At;

        return $"Host '{last.Host}' was switched on {passed.TotalMinutes:0} minutes ago because it was needed; none is " +
            $"switched off for another {Math.Ceiling((_rest - passed).TotalMinutes):0}.";
    }

    /// <summary>Whether a host was switched off within the rest: another is woken first where there is one.</summary>
    public bool IsJustOff(HostId host) => _offAt.ContainsKey(host);
}
