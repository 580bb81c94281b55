using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Wishes;

/// <summary>How often each wish is broken while machines come and go, and what that costs.</summary>
/// <remarks>Machines that should be apart break a wish once for each pair in one place; machines that should be together
/// once for each pair in two; a machine on a host that it does not want once. Counted by place, so a change takes as long
/// as the machine has wishes, however many machines share them.</remarks>
/// <param name="table">What is wished.</param>
public sealed class WishCounts(WishTable table)
{
    private readonly Dictionary<(int Wish, int Place), int> _on = [];
    private readonly long[] _broken = new long[table.Wishes.Length];
    private readonly int[] _placed = new int[table.Wishes.Length];

    /// <summary>What all broken wishes cost over the horizon, watt-hours.</summary>
    public double WattHours { get; private set; }

    /// <summary>Counts a machine on a host, or no more.</summary>
    public void Add(int machine, int host, int sign)
    {
        foreach (int wish in table.Of(machine))
        {
            int place = table.Place(wish, host);
            int on = _on.GetValueOrDefault((wish, place)) - (sign < 0 ? 1 : 0);
            _placed[wish] -= sign < 0 ? 1 : 0;
            int times = TimesBeside(wish, host, on, _placed[wish]);
            _broken[wish] += sign * times;
            WattHours += sign * times * table.Wishes[wish].WattHours;
            _placed[wish] += sign > 0 ? 1 : 0;
            _on[(wish, place)] = on + (sign > 0 ? 1 : 0);
        }
    }

    /// <summary>How often a wish is broken.</summary>
    public long Broken(int wish) => _broken[wish];

    /// <summary>What the wishes that a machine would break on a host cost, watt-hours.</summary>
    /// <param name="machine">Which machine.</param>
    /// <param name="host">Where it would be.</param>
    /// <param name="home">Where it is counted now; -1 for nowhere.</param>
    public double At(int machine, int host, int home)
    {
        double sum = 0;
        foreach (int wish in table.Of(machine))
        {
            sum += Times(wish, host, home) * table.Wishes[wish].WattHours;
        }

        return sum;
    }

    /// <summary>How often a machine that a wish binds would break it on a host.</summary>
    public int Times(int wish, int host, int home)
    {
        bool isCounted = home >= 0;
        int own = isCounted && table.Place(wish, home) == table.Place(wish, host) ? 1 : 0;

        return TimesBeside(
            wish, host, _on.GetValueOrDefault((wish, table.Place(wish, host))) - own, _placed[wish] - (isCounted ? 1 : 0));
    }

    // With so many others in the same place, and so many placed at all.
    private int TimesBeside(int wish, int host, int there, int placed) => table.Wishes[wish].Rule.Kind switch
    {
        AffinityKind.KeepApart => there,
        AffinityKind.KeepTogether => placed - there,
        AffinityKind.OnlyOn => table.Wishes[wish].Hosts.Contains(host) ? 0 : 1,
        AffinityKind.NeverOn => table.Wishes[wish].Hosts.Contains(host) ? 1 : 0,
        _ => 0,
    };
}
