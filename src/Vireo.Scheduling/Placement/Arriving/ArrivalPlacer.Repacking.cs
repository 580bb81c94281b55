namespace Vireo.Scheduling.Placement.Arriving;

/// <summary>Empties hosts again that would stay occupied for long by little.</summary>
public sealed partial class ArrivalPlacer
{
    private const int MostMachinesMoved = 12;
    private const int MostTries = 30;
    private const double WorthHours = 4;

    /// <summary>Moves at most so many machines off hosts whose emptying saves most hours of a host for each
    /// move.</summary>
    /// <param name="now">Seconds on the caller's clock.</param>
    /// <param name="mostMoves">The budget.</param>
    public void Repack(double now, int mostMoves)
    {
        int left = mostMoves;
        var worth = Enumerable.Range(0, _slots.Count)
            .Where(host => _slots[host].Machines.Count is > 0 and <= MostMachinesMoved)
            .Select(host => (Host: host, Hours: _outlook.OccupiedHours(host) / _slots[host].Machines.Count))
            .Where(one => one.Hours >= WorthHours)
            .OrderByDescending(one => one.Hours).ThenBy(one => one.Host).Take(MostTries).ToList();
        foreach (var (host, _) in worth)
        {
            int count = _slots[host].Machines.Count;
            if (count > 0 && count <= left && count <= MostMachinesMoved && TryEmpty(host, now))
            {
                left -= count;
                Moves += count;
            }
        }
    }

    private bool TryEmpty(int host, double now)
    {
        var leaving = _slots[host].Machines.OrderByDescending(placed => placed.Machine.Cores)
            .ThenBy(placed => placed.Machine.Id).ToList();
        for (int i = 0; i < leaving.Count; i++)
        {
            int target = Best(leaving[i], now, except: host);
            if (target < 0)
            {
                for (int back = i - 1; back >= 0; back--)
                {
                    Take(leaving[back], now);
                    Put(leaving[back], host, now);
                }

                return false;
            }

            Take(leaving[i], now);
            Put(leaving[i], target, now);
        }

        return true;
    }
}
