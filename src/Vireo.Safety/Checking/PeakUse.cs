namespace Vireo.Safety.Checking;

/// <summary>The most of a resource that can be taken on a host in any state that the order of a plan allows.</summary>
/// <remarks>What arrives only after something has left can use the room of what left, once. The peak is therefore all
/// that is or arrives there, less the most that departures free and that can be assigned to arrivals waiting for them: a
/// maximum flow from arrivals to departures, by the duality of closures and cuts (Picard, <em>Management Science</em>
/// 22(11), 1976).</remarks>
internal sealed class PeakUse
{
    private readonly List<Presence> _arrivals = [];
    private readonly List<Presence> _departures = [];
    private readonly long[,] _assigned;
    private readonly long[] _wanted;
    private readonly long[] _room;
    private readonly ActionOrder _order;

    private PeakUse(List<Presence> presences, Func<Presence, long> amount, ActionOrder order)
    {
        _order = order;
        _arrivals.AddRange(presences.Where(one => one.Arrival >= 0));
        _departures.AddRange(presences.Where(one => one.Departure >= 0));
        _wanted = [.. _arrivals.Select(amount)];
        _room = [.. _departures.Select(amount)];
        _assigned = new long[_wanted.Length, _room.Length];
    }

    /// <summary>What is taken at the worst moment after an action has begun.</summary>
    /// <param name="presences">Everything that is on one host at some moment.</param>
    /// <param name="amount">What each takes.</param>
    /// <param name="order">What has happened before what.</param>
    /// <param name="begun">Position of the action.</param>
    public static long Of(List<Presence> presences, Func<Presence, long> amount, ActionOrder order, int begun)
    {
        long all = 0;
        bool mayReuse = false;
        var before = order.Before(begun);
        var there = presences.FindAll(presence => presence.MayLastUntil(before));
        foreach (var presence in there)
        {
            all += amount(presence);
            mayReuse |= presence.Arrival >= 0 && order.Before(presence.Arrival).Count > 0;
        }

        return mayReuse ? all - new PeakUse(there, amount, order).Reused() : all;
    }

    private long Reused()
    {
        long reused = 0;
        for (int arrival = 0; arrival < _wanted.Length; arrival++)
        {
            while (_wanted[arrival] > 0)
            {
                long more = Augment(arrival, _wanted[arrival], new bool[_wanted.Length]);
                if (more == 0)
                {
                    break;
                }

                _wanted[arrival] -= more;
                reused += more;
            }
        }

        return reused;
    }

    // Takes room that is free, or moves another arrival's share to other room.
    private long Augment(int arrival, long wanted, bool[] seen)
    {
        seen[arrival] = true;
        var before = _order.Before(_arrivals[arrival].Arrival);
        for (int departure = 0; departure < _room.Length; departure++)
        {
            if (!before.Contains(_departures[departure].Departure))
            {
                continue;
            }

            long taken = Math.Min(wanted, _room[departure]);
            if (taken > 0)
            {
                _room[departure] -= taken;
                _assigned[arrival, departure] += taken;
                return taken;
            }

            for (int other = 0; other < _wanted.Length; other++)
            {
                long share = Math.Min(wanted, _assigned[other, departure]);
                if (share > 0 && !seen[other] && Augment(other, share, seen) is var moved and > 0)
                {
                    _assigned[other, departure] -= moved;
                    _assigned[arrival, departure] += moved;
                    return moved;
                }
            }
        }

        return 0;
    }
}
