using Vireo.Fleet;
using Vireo.Forecasting;
using Vireo.Scheduling.Pools;
using Vireo.Simulation;

namespace Vireo.Benchmarks;

/// <summary>What tenants can lend, and how often they then need more than they kept before it could be back.</summary>
/// <remarks>Three generated days teach the forecaster, the fourth is judged every five minutes: the need of each tenant
/// until lent capacity is back against what it kept. Reservations are the largest need of the first three
/// days.</remarks>
public static class LendingBenchmark
{
    private const int Machines = 200;
    private const int Tenants = 10;
    private const int StepsPerDay = 288;
    private const int LearnDays = 3;
    private const int Window = 24;
    private const int Ahead = 12;
    private const double Confidence = 0.99;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Recall = TimeSpan.FromMinutes(10);

    /// <summary>Runs it; about a minute.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        var scenario = DemoScenario.Create(new DemoOptions { Hosts = 16, Machines = Machines });
        double[][] load = LoadOf(scenario, (LearnDays + 1) * StepsPerDay);
        var policy = new Policy { Pools = [.. Enumerable.Range(0, Tenants).Select(tenant => Tenant(tenant, scenario, load))] };
        var forecaster = new FleetForecaster(new ForecastOptions());
        int met = 0;
        int judged = 0;
        double lent = 0;
        double reserved = 0;
        for (int end = Window; end + RecallSteps <= load[0].Length; end++)
        {
            var series = SeriesAt(scenario, load, end);
            forecaster.Observe(series);
            if (end < LearnDays * StepsPerDay)
            {
                continue;
            }

            var fleet = FleetSnapshot.Create(
                scenario.Start + (Step * end), scenario.Hosts[0].Cluster, scenario.Hosts, scenario.Machines, [], []);
            var outlook = forecaster.Look(fleet, series, [], Step * Ahead) with
            {
                Pools =
                [
                    .. policy.Pools.OrderBy(pool => pool.Id).Select(pool => new PoolOutlook(
                        pool.Id, forecaster.Forecast(KeyOf(pool.Id), Ahead)!, null)),
                ],
            };
            foreach (var standing in PoolDivision.Of(fleet, outlook, policy).Standings)
            {
                double need = Enumerable.Range(end, RecallSteps).Max(step => NeedOf(standing.Pool, load, step));
                met += Math.Min(need, standing.Cpu.Reservation) <= standing.Cpu.Kept + 1e-6 ? 1 : 0;
                judged++;
                lent += standing.Cpu.Reservation - standing.Cpu.Kept;
                reserved += standing.Cpu.Reservation;
            }
        }

        yield return new(
            $"lending: reservations met at once, {Tenants} tenants, {judged:#,0} looks", (double)met / judged, "ratio", Confidence, true);
        yield return new("lending: part of reservations that is lent", lent / reserved, "ratio", null, true);
    }

    private static int RecallSteps => (int)(Recall / Step);

    private static double[][] LoadOf(Scenario scenario, int steps)
    {
        double[][] load = [.. scenario.Machines.Select(_ => new double[steps])];
        double[] ratios = new double[scenario.Workload.Rows];
        for (int step = 0; step < steps; step++)
        {
            scenario.Workload.Read(WorkloadMetric.Cpu, step, ratios);
            for (int machine = 0; machine < load.Length; machine++)
            {
                load[machine][step] = ratios[machine] * scenario.Machines[machine].CpuCapacity.Value;
            }
        }

        return load;
    }

    private static ResourcePool Tenant(int tenant, Scenario scenario, double[][] load)
    {
        var id = new ResourcePoolId($"tenant-{tenant}");
        double peak = Enumerable.Range(0, LearnDays * StepsPerDay).Max(step => NeedOf(id, load, step));

        return new ResourcePool
        {
            Id = id,
            Kind = PoolKind.Tenant,
            RecallWithin = Recall,
            LendingConfidence = Confidence,
            Terms = PoolTerms.Usual with { Cpu = new ResourceTerms(peak, null, null) },
            VirtualMachines = [.. MembersOf(id).Select(machine => scenario.Machines[machine].Id)],
        };
    }

    private static IEnumerable<int> MembersOf(ResourcePoolId tenant) =>
        Enumerable.Range(0, Machines).Where(machine => $"tenant-{machine / 5 % Tenants}" == tenant.Value);

    private static SeriesKey KeyOf(ResourcePoolId tenant) => new(EntityId.Of(tenant), Metric.CpuUsage);

    private static double NeedOf(ResourcePoolId tenant, double[][] load, int step) =>
        MembersOf(tenant).Sum(machine => load[machine][step]);

    private static FleetSeries SeriesAt(Scenario scenario, double[][] load, int end)
    {
        var series = new Dictionary<SeriesKey, TimeSeries>();
        for (int machine = 0; machine < load.Length; machine++)
        {
            foreach (var metric in (Metric[])[Metric.CpuUsage, Metric.MemoryUsage])
            {
                var key = new SeriesKey(EntityId.Of(scenario.Machines[machine].Id), metric);
                double[] values = metric == Metric.CpuUsage
                    ? load[machine][(end - Window)..end]
                    : [.. Enumerable.Repeat(scenario.Machines[machine].Memory.Value / 2.0, Window)];
                series.Add(key, new TimeSeries(key, scenario.Start + (Step * (end - Window)), Step, values, DataQuality.Perfect));
            }
        }

        foreach (int tenant in Enumerable.Range(0, Tenants))
        {
            var id = new ResourcePoolId($"tenant-{tenant}");
            double[] sum = [.. Enumerable.Range(end - Window, Window).Select(step => NeedOf(id, load, step))];
            series.Add(KeyOf(id), new TimeSeries(KeyOf(id), scenario.Start + (Step * (end - Window)), Step, sum, DataQuality.Perfect));
        }

        return new FleetSeries(scenario.Start + (Step * end), Step, series);
    }
}
