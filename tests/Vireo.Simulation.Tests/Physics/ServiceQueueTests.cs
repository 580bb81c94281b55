using CsCheck;

namespace Vireo.Simulation.Tests.Physics;

public class ServiceQueueTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0.5, 1, 2)]
    [InlineData(0.8, 4, 1.745541)]
    [InlineData(0.5, 2, 1.333333)]
    public void With_room_to_wait_it_is_the_queue_of_the_tables(double utilisation, int servers, double response) =>
        Assert.Equal(response, ServiceQueue.At(utilisation, servers).Response, 1e-5);

    [Theory]
    [InlineData(2, 1, 0.5)]
    [InlineData(4, 3, 0.75)]
    public void What_cannot_be_served_is_refused(double utilisation, int servers, double refused) =>
        Assert.Equal(refused, ServiceQueue.At(utilisation, servers).Refused, 1e-9);

    [Fact]
    public void More_load_is_never_better_and_another_server_never_worse() =>
        Gen.Select(Gen.Double[0, 3], Gen.Double[0, 1], Gen.Int[1, 40]).Sample((utilisation, more, servers) =>
        {
            var (response, refused) = ServiceQueue.At(utilisation, servers);
            var (slower, worse) = ServiceQueue.At(utilisation + more, servers);
            double shared = ServiceQueue.At(utilisation * servers / (servers + 1), servers + 1).Response;

            return slower >= response - 1e-9 && worse >= refused - 1e-12 && shared <= response + 1e-9 &&
                double.IsFinite(slower) && worse is >= 0 and <= 1;
        });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1.0 / 101)]
    [InlineData(2, 0.5)]
    public void A_link_loses_what_its_buffer_cannot_hold(double utilisation, double lost) =>
        Assert.Equal(lost, ServiceQueue.Lost(utilisation), 1e-9);
}
