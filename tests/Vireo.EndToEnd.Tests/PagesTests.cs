namespace Vireo.EndToEnd.Tests;

public sealed class PagesTests(Chromium chromium)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "overview", "/" },
        { "hosts", "/hosts" },
        { "host", "/hosts/h-08" },
        { "vms", "/vms" },
        { "vm", "/vms/vm-013" },
        { "pools", "/pools" },
        { "groups", "/groups" },
        { "templates", "/templates" },
        { "deployments", "/deployments" },
        { "sizing", "/sizing" },
        { "plans", "/plans" },
        { "plan", "/plans/206" },
        { "ledger", "/ledger" },
        { "replays", "/replays" },
        { "incidents", "/incidents" },
        { "alerts", "/alerts" },
        { "silences", "/silences" },
        { "rules", "/alerts/rules" },
        { "timeline", "/timeline" },
        { "object-timeline", "/timeline/host/h-18" },
        { "providers", "/providers" },
        { "settings", "/settings" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_drawn_without_an_error_in_both_themes_and_both_widths(string name, string path)
    {
        await using var host = await DashboardHost.StartAsync();
        foreach (int width in new[] { 1440, 390 })
        {
            foreach (string theme in new[] { "light", "dark" })
            {
                await using var visit = await Visit.OpenAsync(
                    chromium.Browser, host, width, width == 390 ? 844 : 1000, theme, role: width == 390 ? "admin" : null);
                await visit.GoAsync(path);
                await visit.SettleAsync();
                await visit.PictureAsync($"{name}-{width}-{theme}");

                Assert.Empty(visit.Problems);
                Assert.Equal(0, await visit.AskAsync<int>("document.documentElement.scrollWidth - innerWidth"));
            }
        }
    }
}
