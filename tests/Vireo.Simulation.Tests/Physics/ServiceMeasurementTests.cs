using Vireo.Fleet;

namespace Vireo.Simulation.Tests.Physics;

/// <summary>What a load balancer would measure of simulated replicas.</summary>
public class ServiceMeasurementTests
{
    private static readonly VmGroupId Web = new("web");

    [Fact]
    public async Task Half_a_processor_of_load_doubles_the_response_time()
    {
        double[] response = await MeasuredAsync(Fleet(hosts: 1, machines: 1, cpu: 0.5), Metric.ResponseTime);

        Assert.Equal(0.04, response.Average(), 0.002);
        Assert.NotEqual(response[0], response[1]);
    }

    [Fact]
    public async Task Requests_and_the_queue_follow_from_the_load()
    {
        double[] requests = await MeasuredAsync(Fleet(hosts: 1, machines: 1, cpu: 0.5), Metric.Requests);
        double[] queue = await MeasuredAsync(Fleet(hosts: 1, machines: 1, cpu: 0.5), Metric.QueueLength);

        // 20 ms of processor time each: 25 a second keep it half busy, and a queue of one processor then holds one
        // request.
        Assert.All(requests, each => Assert.Equal(25, each, 1e-9));
        Assert.Equal(1, queue.Average(), 0.05);
    }

    [Fact]
    public async Task Machines_that_press_each_other_on_a_host_answer_later()
    {
        double[] alone = await MeasuredAsync(Fleet(hosts: 1, machines: 2, cpu: 0.9), Metric.ResponseTime);
        double[] pressed = await MeasuredAsync(Fleet(hosts: 1, machines: 3, cpu: 0.9), Metric.ResponseTime);

        Assert.True(pressed.Average() > 1.5 * alone.Average(), $"{pressed.Average()} against {alone.Average()}");
    }

    [Fact]
    public async Task More_than_all_replicas_can_serve_is_answered_with_errors()
    {
        var scenario = Fleet(hosts: 1, machines: 1, cpu: 1) with { Groups = [new SimulatedGroup(Web, 0, new CpuMhz(2_000))] };

        double[] errors = await MeasuredAsync(scenario, Metric.ErrorRate);

        Assert.Equal(0.5, errors.Average(), 0.03);
    }

    [Fact]
    public async Task Nobody_measures_the_service_of_a_machine_without_a_group()
    {
        var scenario = SmallFleet.Scenario(1, 1, (_, _) => 0.5);

        Assert.Empty(await MeasuredAsync(scenario, Metric.ResponseTime));
    }

    [Fact]
    public async Task A_second_run_measures_the_same() =>
        Assert.Equal(
            await MeasuredAsync(Fleet(1, 1, 0.5), Metric.ResponseTime), await MeasuredAsync(Fleet(1, 1, 0.5), Metric.ResponseTime));

    private static async Task<double[]> MeasuredAsync(Scenario scenario, Metric metric)
    {
        var fleet = new SmallFleet(scenario);
        fleet.Advance(3_600);

        return await fleet.MeasuredAsync(EntityId.Of(SmallFleet.Vm(0)), metric);
    }

    private static Scenario Fleet(int hosts, int machines, double cpu)
    {
        var scenario = SmallFleet.Scenario(hosts, machines, (_, _) => cpu);

        return scenario with { Machines = [.. scenario.Machines.Select(machine => machine with { Group = Web })] };
    }
}
