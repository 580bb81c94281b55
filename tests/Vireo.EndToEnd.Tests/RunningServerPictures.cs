namespace Vireo.EndToEnd.Tests;

/// <summary>Makes the pictures of the documentation: start a server, wait until it shows something worth showing, then
/// run this explicitly with <c>-explicit only</c>.</summary>
public sealed class RunningServerPictures(Chromium chromium)
{
    [Theory(Explicit = true)]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Pictures_of_the_server_that_runs_on_this_machine(string theme)
    {
        string address = Environment.GetEnvironmentVariable("VIREO_SERVER") ?? "http://127.0.0.1:8460";
        await using var visit = await Visit.OpenAsync(chromium.Browser, address, theme: theme);
        foreach (string page in new[] { "", "hosts", "vms", "plans", "incidents", "timeline", "settings" })
        {
            await visit.GoAsync($"/{page}");
            await visit.PictureAsync($"live-{(page.Length == 0 ? "overview" : page)}-{theme}");
        }

        foreach (string list in new[] { "hosts", "vms", "plans" })
        {
            await visit.GoAsync($"/{list}");
            await visit.Page.ClickAsync("tbody tr:nth-child(9) td a.strong, tbody tr:nth-child(2) td a.strong");
            await visit.Page.WaitForSelectorAsync(".crumb");
            await visit.PictureAsync($"live-{list}-one-{theme}");
        }

        Assert.Empty(visit.Problems);
    }
}
