using Vireo.Server.Tests.Dashboard;

namespace Vireo.EndToEnd.Tests;

public sealed class LiveTests(Chromium chromium)
{
    [Fact]
    public async Task A_publication_changes_the_figures_without_a_reload()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/");
        await visit.WaitForTextAsync(".clock", "14:05");

        host.Fleet.Loop.Publish(SyntheticState.At(SyntheticFleet.Start.AddHours(2), 1_205) with { Incidents = [] });

        await visit.WaitForTextAsync(".clock", "16:05");
        await visit.WaitForTextAsync("#open-incidents", "0");
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task The_heat_map_is_painted_and_follows_the_load()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/");
        await visit.Page.WaitForFunctionAsync($"() => {ColoursOnTheMap} > 20");
        string before = await visit.AskAsync<string>(MapPixels);

        host.Fleet.Loop.Publish(SyntheticState.At(SyntheticFleet.Start.AddHours(12), 1_300));

        await visit.Page.WaitForFunctionAsync($"before => {MapPixels} !== before", before);
    }

    [Fact]
    public async Task The_page_says_plainly_when_publications_stop_and_takes_it_back_when_they_return()
    {
        await using var host = await DashboardHost.StartAsync(staleAfter: TimeSpan.FromSeconds(5));
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/");

        await visit.WaitForTextAsync("#stale", "seconds old");
        await visit.SettleAsync();
        await visit.PictureAsync("stale-1440-light");
        host.Fleet.Loop.Advance();

        await visit.Page.WaitForFunctionAsync("() => !document.querySelector('#stale')");
    }

    [Fact]
    public async Task A_failing_provider_is_named_with_its_error()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/");
        var state = host.Fleet.Loop.State;

        host.Fleet.Loop.Publish(state with
        {
            Providers = [new(SyntheticFleet.Provider, state.At.AddMinutes(-7), "Connection refused (10.0.0.7:16509).")],
        });

        await visit.WaitForTextAsync("#stale", "Provider 'sim-east' does not answer. Its data is 7 minutes old");
        await visit.WaitForTextAsync("#stale", "Connection refused");
    }

    [Fact]
    public async Task A_lost_connection_is_announced()
    {
        var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/");

        await host.DisposeAsync();

        await visit.WaitForTextAsync("#components-reconnect-modal", "The connection to Vireo is lost");
        await visit.Page.WaitForFunctionAsync("() => getComputedStyle(document.getElementById('components-reconnect-modal')).display === 'flex'");
    }

    private const string MapPixels = "document.getElementById('heat-map').toDataURL()";

    private const string ColoursOnTheMap =
        "(c => new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size)(document.getElementById('heat-map'))";
}
