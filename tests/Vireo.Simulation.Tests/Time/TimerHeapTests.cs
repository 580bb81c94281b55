using CsCheck;

namespace Vireo.Simulation.Tests.Time;

public class TimerHeapTests
{
    [Fact]
    public void Whatever_is_added_changed_and_removed_timers_come_out_in_order() =>
        Gen.Select(Gen.Int[0, 50], Gen.Int[-1, 50]).Array[1, 200].Sample(steps =>
        {
            var time = new VirtualTimeline(DateTimeOffset.UnixEpoch);
            var fired = new List<(long Due, long Number)>();
            time.Run(
                async _ =>
                {
                    var timers = new List<VirtualTimer>();
                    foreach (var (due, victim) in steps)
                    {
                        int number = timers.Count;
                        timers.Add((VirtualTimer)time.CreateTimer(
                            _ => fired.Add((time.GetUtcNow().Ticks, number)), null, TimeSpan.FromSeconds(due),
                            Timeout.InfiniteTimeSpan));
                        if (victim >= 0 && victim < timers.Count)
                        {
                            timers[victim].Dispose();
                        }
                    }

                    await Task.Delay(TimeSpan.FromSeconds(100), time, CancellationToken.None);
                },
                CancellationToken.None);
            int disposed = steps.Select((step, i) => (step.Item2, i)).Where(s => s.Item1 >= 0 && s.Item1 <= s.i)
                .Select(s => s.Item1).Distinct().Count();

            return fired.SequenceEqual(fired.Order()) && fired.Count == steps.Length - disposed;
        });
}
