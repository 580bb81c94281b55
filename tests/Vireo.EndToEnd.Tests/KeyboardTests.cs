namespace Vireo.EndToEnd.Tests;

public sealed class KeyboardTests(Chromium chromium)
{
    private const string Focused = "document.activeElement.id || document.activeElement.getAttribute('href') || document.activeElement.innerText";

    [Fact]
    public async Task The_first_tab_stop_skips_to_the_content()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/plans");

        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await visit.AskAsync<string>("document.activeElement.innerText"));
        await visit.Page.Keyboard.PressAsync("Enter");

        Assert.Equal("content", await visit.AskAsync<string>("document.activeElement.id"));
    }

    [Fact]
    public async Task Tab_reaches_navigation_pause_theme_heat_map_and_plan()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, role: "admin");
        await visit.GoAsync("/");
        var seen = new HashSet<string>();
        for (int i = 0; i < 40; i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            seen.Add(await visit.AskAsync<string>(Focused));
        }

        Assert.Superset(new HashSet<string> { "plans", "incidents", "pause", "theme", "heat-map", "plans/207" }, seen);
    }

    [Fact]
    public async Task Arrow_keys_walk_over_the_heat_map_and_enter_opens_the_host()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/");
        await visit.Page.WaitForFunctionAsync("() => document.getElementById('heat-map')?.style.height");

        await visit.Page.FocusAsync("#heat-map");
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        string label = await visit.AskAsync<string>("document.activeElement.getAttribute('aria-label')");
        await visit.Page.Keyboard.PressAsync("Enter");

        Assert.StartsWith("h-02: ", label);
        await visit.WaitForTextAsync("h1", "h-02");
    }

    [Fact]
    public async Task Shortcuts_lead_to_every_page_and_a_question_mark_lists_them()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/");

        await visit.Page.Keyboard.PressAsync("g");
        await visit.Page.Keyboard.PressAsync("v");
        await visit.WaitForTextAsync("h1", "Virtual machines");
        await visit.Page.Keyboard.TypeAsync("?");

        await visit.Page.WaitForFunctionAsync("() => document.getElementById('shortcuts').open");
        await visit.PictureAsync("shortcuts-1440-light");
    }

    [Fact]
    public async Task A_table_is_sorted_by_its_headers()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/hosts");

        await visit.Page.FocusAsync("th:nth-child(3) button");
        await visit.Page.Keyboard.PressAsync("Enter");

        await visit.WaitForTextAsync("tbody tr:first-child", "h-10");
        Assert.Equal("descending", await visit.AskAsync<string>("document.querySelector('th:nth-child(3)').ariaSort"));
    }
}
