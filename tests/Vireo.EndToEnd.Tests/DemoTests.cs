using System.Net;
using System.Net.Sockets;
using Vireo.Server.Hosting;

namespace Vireo.EndToEnd.Tests;

public sealed class DemoTests(Chromium chromium)
{
    // A busy machine may take longer; how long it takes on a quiet one is measured, see docs/benchmarks.md.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What a newcomer sees after the one command: nothing here is made up for the test.</summary>
    [Fact]
    public async Task The_real_server_soon_shows_history_forecasts_and_a_decision()
    {
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        string data = Directory.CreateTempSubdirectory("vireo-demo-").FullName;
        string address = $"http://127.0.0.1:{FreePort()}";
        var serving = VireoServer.RunAsync(
            new ServerOptions { DataFolder = data, Urls = [address], ApplicationName = typeof(DemoTests).Assembly.GetName().Name! },
            TestContext.Current.SendDiagnosticMessage,
            cancellation.Token);
        try
        {
            await using var visit = await Visit.OpenAsync(chromium.Browser, address, theme: "dark");
            await visit.GoAsync("/");

            await visit.WaitForTextAsync("#last-decision", "Decided", Patience);
            await visit.Page.WaitForFunctionAsync("() => document.querySelector('figure.series .chart')?.dataset.drawn");
            await visit.PictureAsync("demo-overview-1440-dark");
            await visit.GoAsync("/vms");
            await visit.Page.ClickAsync("tbody tr td a.strong");
            await visit.WaitForTextAsync("figure.series", "forecast", Patience);
            await visit.PictureAsync("demo-vm-1440-dark");

            Assert.Empty(visit.Problems);

            // A wrong token first: the page must say so instead of losing the visitor.
            await SignInAsync(visit, "vireo_wrong");
            Assert.Null(await visit.Page.QuerySelectorAsync("#pause"));
            await SignInAsync(visit, (await File.ReadAllTextAsync(Path.Combine(data, "token"), cancellation.Token)).Trim());
            await visit.Page.WaitForSelectorAsync("#pause");
            Assert.Contains("/vms/", visit.Page.Url);

            // Once the page is live its nodes stay; until then a click may meet one that is about to be replaced.
            await visit.Page.WaitForSelectorAsync(".shell[data-live]");
            await visit.Page.EvaluateExpressionAsync("document.querySelector(\"[aria-label='Sign out']\").click()");
            await visit.Page.WaitForSelectorAsync("#sign-in");
        }
        finally
        {
            await cancellation.CancelAsync();
            await serving;
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task SignInAsync(Visit visit, string token)
    {
        if (await visit.Page.QuerySelectorAsync("#sign-in") is { } link)
        {
            await link.ClickAsync();
        }

        var field = await visit.Page.WaitForSelectorAsync("input[name=token]");
        await field.TypeAsync(token);
        await Task.WhenAll(visit.Page.WaitForNavigationAsync(), visit.Page.Keyboard.PressAsync("Enter"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
