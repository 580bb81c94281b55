using CsCheck;
using Vireo.Forecasting.ServiceQuality;

namespace Vireo.Forecasting.Tests.ServiceQuality;

public sealed class ErlangWaitingTests
{
    [Theory]
    [InlineData(0.5, 1, 1)]
    [InlineData(0.9, 1, 9)]
    [InlineData(0.5, 2, 1 / 3.0)]
    [InlineData(0.8, 4, 0.745541)]
    public void Waiting_is_that_of_the_tables(double utilisation, double servers, double expected) =>
        Assert.Equal(expected, ErlangWaiting.At(utilisation, servers), 1e-5);

    [Fact]
    public void Waiting_grows_with_utilisation_and_falls_with_servers() =>
        Gen.Select(Gen.Double[0, 3], Gen.Double[0, 1], Gen.Double[0.1, 40], Gen.Double[0, 8])
            .Sample((utilisation, more, servers, added) =>
            {
                double waiting = ErlangWaiting.At(utilisation, servers);

                return ErlangWaiting.At(utilisation + more, servers) >= waiting - 1e-12 &&
                    ErlangWaiting.At(utilisation, servers + added) <= waiting + 1e-12;
            });
}
