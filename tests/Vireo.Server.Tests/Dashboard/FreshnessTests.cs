using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Dashboard.Live;

namespace Vireo.Server.Tests.Dashboard;

public sealed class FreshnessTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 12, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(15);
    private static readonly LoopState State = SyntheticState.At(Noon, 1);

    [Fact]
    public void A_loop_that_is_silent_for_seven_minutes_makes_the_data_seven_minutes_old()
    {
        var freshness = Freshness.Judge(State, Noon, TimeSpan.FromSeconds(5), Noon.AddMinutes(7), StaleAfter);

        Assert.Equal("Data is 7 minutes old.", freshness.Headline);
    }

    [Fact]
    public void Silence_within_four_usual_gaps_is_normal_for_a_slow_loop()
    {
        var freshness = Freshness.Judge(State, Noon, usualGap: TimeSpan.FromMinutes(5), Noon.AddMinutes(19), StaleAfter);

        Assert.Equal(Freshness.Fresh, freshness);
    }

    [Fact]
    public void A_short_silence_is_normal_even_for_a_fast_loop()
    {
        var freshness = Freshness.Judge(State, Noon, usualGap: TimeSpan.FromMilliseconds(200), Noon.AddSeconds(14), StaleAfter);

        Assert.False(freshness.IsStale);
    }

    [Fact]
    public void A_load_balancer_is_called_so_and_what_runs_machines_is_told_first()
    {
        var shop = new ProviderHealth(new ProviderId("shop"), null, "Refused.") { Role = ProviderRole.LoadBalancer };
        var hypervisor = new ProviderHealth(new ProviderId("vc-1"), null, "Wrong password.");

        var alone = Freshness.Judge(State with { Providers = [shop] }, Noon, TimeSpan.FromSeconds(5), Noon, StaleAfter);
        var both = Freshness.Judge(State with { Providers = [shop, hypervisor] }, Noon, TimeSpan.FromSeconds(5), Noon, StaleAfter);

        Assert.Equal("Load balancer 'shop' does not answer. It has never answered.", alone.Headline);
        Assert.Equal("Provider 'vc-1' does not answer. It has never answered.", both.Headline);
    }

    [Fact]
    public void A_provider_that_never_answered_is_named_with_its_error()
    {
        var state = State with { Providers = [new ProviderHealth(new ProviderId("vc-1"), null, "Wrong password.")] };

        var freshness = Freshness.Judge(state, Noon, TimeSpan.FromSeconds(5), Noon, StaleAfter);

        Assert.Equal(new Freshness(true, "Provider 'vc-1' does not answer. It has never answered.", "Wrong password."), freshness);
    }
}
