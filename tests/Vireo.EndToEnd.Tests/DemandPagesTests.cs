using Vireo.Fleet;
using Vireo.Scheduling.Pools;
using Vireo.Scheduling.Scaling;
using Vireo.Server.Dashboard.Text;

namespace Vireo.EndToEnd.Tests;

/// <summary>What the pages of groups, pools, deployments, sizes and templates say of the fleet that is under
/// them.</summary>
public sealed class DemandPagesTests(Chromium chromium)
{
    private const string Rows = "[...document.querySelectorAll('tbody tr')].map(row => row.innerText.replace(/\\s+/g, ' ').trim())";

    [Fact]
    public async Task Groups_show_what_serves_is_wanted_and_is_foreseen_and_follow_a_new_decision()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/groups");
        var state = host.Fleet.Loop.State;
        var group = Assert.Single(GroupPicture.All(state.Policy, state.Fleet, state.Outlook));

        string[] rows = await visit.AskAsync<string[]>(Rows);
        Assert.Equal(2, rows.Length);
        string row = rows[0];
        Assert.StartsWith($"shop-web {group.Replicas.Ready} ", row, StringComparison.Ordinal);
        Assert.Contains($" {group.Decision.Wanted} ", row, StringComparison.Ordinal);
        Assert.Contains("60 – 140", row, StringComparison.Ordinal);
        Assert.Contains(" replicas ", row, StringComparison.Ordinal);
        Assert.StartsWith(group.Decision.Reason, rows[1], StringComparison.Ordinal);
        Assert.True(await visit.AskAsync<bool>(
            "[...document.querySelectorAll('.table-frame')].every(frame => frame.scrollWidth <= frame.clientWidth)"));

        host.Fleet.Loop.Publish(state with
        {
            Policy = state.Policy with { Groups = [state.Policy.Groups[0] with { Rules = [new FixedCount(137)] }] },
        });

        await visit.WaitForTextAsync("tbody tr.note", "The highest wish is 137 of 'fixed'");
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task Pools_are_a_tree_with_entitlement_use_lent_and_borrowed_of_each_resource()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/pools");
        var state = host.Fleet.Loop.State;
        var standings = PoolDivision.Of(state.Fleet, state.Outlook, state.Policy).Standings.Select(pool => pool.InForce()).ToList();

        string[] rows = await visit.AskAsync<string[]>(Rows);
        int marked = await visit.AskAsync<int>("document.querySelectorAll('.meter.over').length");
        string[] depths = await visit.AskAsync<string[]>("[...document.querySelectorAll('tbody tr td span.strong')].map(name => name.style.paddingLeft)");

        await visit.Page.ClickAsync("[aria-label='Which resource'] button:nth-of-type(2)");
        await visit.WaitForTextAsync("#pools-resource", "Memory");
        string[] memory = await visit.AskAsync<string[]>(Rows);
        await visit.Page.ClickAsync("button.twist");
        await visit.WaitForTextAsync("button.twist", "▸");
        string[] closed = await visit.AskAsync<string[]>(Rows);

        Assert.Equal(standings.Count, rows.Length);
        Assert.Equal(standings.Count(pool => pool.Cpu.Missing > 0 || pool.Cpu.Need > 1.02 * pool.Cpu.Entitlement), marked);
        Assert.Equal([.. standings.Select(pool => $"{pool.Depth * 20}px")], depths);
        Assert.Contains(standings, pool => pool.Depth == 1);
        Assert.Contains(standings, pool => pool.Cpu.Lent > 0);
        Assert.All(standings.Zip(rows), pair =>
        {
            Assert.Contains(pair.First.Pool.Value, pair.Second, StringComparison.Ordinal);
            Assert.Contains(Shown(Format.Cpu(pair.First.Cpu.Entitlement)), pair.Second, StringComparison.Ordinal);
            Assert.EndsWith($"{Shown(Format.Cpu(pair.First.Cpu.Lent))} {Shown(Format.Cpu(pair.First.Cpu.Borrowed))}", pair.Second, StringComparison.Ordinal);
        });
        Assert.All(standings.Zip(memory), pair =>
            Assert.Contains(Shown(Format.Bytes(pair.First.Memory.Entitlement)), pair.Second, StringComparison.Ordinal));
        Assert.Equal(standings.Count - standings.Count(pool => pool.Depth > 0), closed.Length);
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task Deployments_show_each_step_and_what_history_expects()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/deployments");

        string[] rows = await visit.AskAsync<string[]>(Rows);

        Assert.Contains(rows, row => row.Contains("on 4 of 4 Mondays", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("Create shop-db Succeeded", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("Boot shop-db Succeeded", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("Check shop-db Running", StringComparison.Ordinal));
        Assert.Contains("asked for by ada", await visit.AskAsync<string>("document.querySelector('main').innerText.replace(/\\s+/g, ' ')"));
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task Sizes_are_listed_with_what_they_save_and_can_be_filtered_by_verdict()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/sizing");

        string[] all = await visit.AskAsync<string[]>(Rows.Replace("tbody tr", "tbody tr:not(.note)", StringComparison.Ordinal));
        string verdict = await visit.AskAsync<string>("[...document.querySelectorAll('select[aria-label=Verdict] option')].at(-1).value");
        await visit.Page.SelectAsync("select[aria-label=Verdict]", verdict);
        await visit.Page.WaitForFunctionAsync(
            "verdict => [...document.querySelectorAll('tbody tr td:nth-child(2)')].every(cell => cell.innerText === verdict)", verdict);

        Assert.NotEmpty(all);
        Assert.All(all, row => Assert.Matches(@"\d+ → \d+ .* → ", row));
        Assert.Matches(@"the advice would free \d+ cores? and ", await visit.TextAsync(".page-head"));
        Assert.NotEmpty(await visit.AskAsync<string[]>(Rows));
        Assert.Empty(visit.Problems);
    }

    [Theory]
    [InlineData("/groups")]
    [InlineData("/pools")]
    [InlineData("/sizing")]
    [InlineData("/deployments")]
    [InlineData("/templates")]
    public async Task On_a_telephone_nothing_has_to_be_pushed_aside(string path)
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host, width: 390, height: 844);
        await visit.GoAsync(path);

        Assert.Empty(await visit.AskAsync<string[]>(
            "[...document.querySelectorAll('.table-frame')].filter(frame => frame.scrollWidth > frame.clientWidth)" +
            ".map(frame => `${frame.scrollWidth} of ${frame.clientWidth}: ${frame.innerText.slice(0, 300)}`)"));
        Assert.Empty(visit.Problems);
    }

    [Fact]
    public async Task Templates_are_listed_with_version_groups_and_machines()
    {
        await using var host = await DashboardHost.StartAsync();
        await using var visit = await Visit.OpenAsync(chromium.Browser, host);
        await visit.GoAsync("/templates");
        var state = host.Fleet.Loop.State;

        host.Fleet.Loop.Publish(state with
        {
            Policy = state.Policy with
            {
                Templates =
                [
                    .. state.Policy.Templates,
                    state.Policy.Templates[0] with { Version = 2, Health = new HealthCheck(HealthCheckKind.Tcp, 8080, "", TimeSpan.FromMinutes(5)) },
                ],
            },
        });

        await visit.WaitForTextAsync("tbody tr", "port 8080");
        Assert.StartsWith("web-small 2 web-small 2 4", Assert.Single(await visit.AskAsync<string[]>(Rows)), StringComparison.Ordinal);
        Assert.Contains("shop-web", Assert.Single(await visit.AskAsync<string[]>(Rows)), StringComparison.Ordinal);
        Assert.Empty(visit.Problems);
    }

    // Figures keep together with their units on the page.
    private static string Shown(string figure) => string.Join(' ', figure.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
