namespace Vireo.EndToEnd.Tests;

public sealed class ThemeTests(Chromium chromium)
{
    private const string Ground = "getComputedStyle(document.body).backgroundColor";

    [Theory]
    [InlineData("light", "rgb(245, 246, 248)")]
    [InlineData("dark", "rgb(12, 16, 19)")]
    public async Task The_page_follows_the_system(string theme, string ground)
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, theme: theme);

        await visit.GoAsync("/");

        Assert.Equal(ground, await visit.AskAsync<string>(Ground));
    }

    [Fact]
    public async Task The_switch_is_remembered_across_pages_and_reloads()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, theme: "light");
        await visit.GoAsync("/");

        await visit.Page.ClickAsync("#theme");
        await visit.GoAsync("/hosts");

        Assert.Equal("dark", await visit.AskAsync<string>("document.documentElement.dataset.theme"));
    }

    [Fact]
    public async Task Every_style_sheet_and_script_comes_from_this_server()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);

        await visit.GoAsync("/vms/vm-013");
        await visit.SettleAsync();

        Assert.All(visit.Statuses.Keys.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)), url => Assert.StartsWith(host.Address, url));
        Assert.All(visit.Statuses, answer => Assert.True(answer.Value is 200 or 101 or 304, $"{answer.Key} answered {answer.Value}."));
        Assert.Equal(3, visit.Statuses.Keys.Count(url => url.Contains(".css", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Text_is_legible_on_every_page(string theme)
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, theme: theme, role: "admin");
        foreach (string path in new[] { "/", "/hosts", "/hosts/h-08", "/vms/vm-005", "/plans/206", "/plans/207", "/incidents", "/timeline", "/settings" })
        {
            await visit.GoAsync(path);

            string[] faint = await visit.AskAsync<string[]>(Contrast.FaintTexts);

            Assert.True(faint.Length == 0, $"{path}: {string.Join("; ", faint.Take(5))}");
        }
    }
}
