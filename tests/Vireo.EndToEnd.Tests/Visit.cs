using System.Collections.Concurrent;
using PuppeteerSharp;

namespace Vireo.EndToEnd.Tests;

/// <summary>A browser tab on the dashboard that notes everything that went wrong in it.</summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>How long a busy machine may take to show something; a page that is well is done in a
    /// moment.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _address;

    private Visit(IBrowserContext context, IPage page, string address)
    {
        Context = context;
        Page = page;
        _address = address;
        page.Console += (_, message) => Note(message.Message.Type == ConsoleType.Error, $"console: {message.Message.Text}");
        page.PageError += (_, error) => Note(true, $"script: {error.Message}");
        page.Response += (_, response) =>
        {
            Statuses[response.Response.Url] = (int)response.Response.Status;
            Note((int)response.Response.Status >= 400, $"{(int)response.Response.Status}: {response.Response.Url}");
        };
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public ConcurrentQueue<string> Problems { get; } = new();

    public ConcurrentDictionary<string, int> Statuses { get; } = new();

    /// <summary>Opens a tab with an empty profile of its own.</summary>
    public static Task<Visit> OpenAsync(
        IBrowser browser, DashboardHost host, int width = 1440, int height = 1000, string theme = "light", string? role = null) =>
        OpenAsync(browser, host.Address, width, height, theme, role);

    /// <summary>Opens a tab on any server.</summary>
    public static async Task<Visit> OpenAsync(
        IBrowser browser, string address, int width = 1440, int height = 1000, string theme = "light", string? role = null)
    {
        var context = await browser.CreateBrowserContextAsync();
        var page = await context.NewPageAsync();
        page.DefaultTimeout = (int)Patience.TotalMilliseconds;
        page.DefaultNavigationTimeout = (int)Patience.TotalMilliseconds;
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });
        await page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = theme }]);
        if (role is not null)
        {
            await page.SetCookieAsync(new CookieParam { Name = CookieRoles.Scheme, Value = role, Url = address });
        }

        return new Visit(context, page, address);
    }

    /// <summary>Goes to a page and waits until it is live.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GoToAsync(_address + path, WaitUntilNavigation.Load);
        await Page.WaitForFunctionAsync("() => document.querySelector('.shell[data-live]') !== null");
    }

    public Task<T> AskAsync<T>(string script) => Page.EvaluateExpressionAsync<T>(script);

    public Task<string> TextAsync(string selector) => Page.QuerySelectorAsync(selector).EvaluateFunctionAsync<string>("e => e.innerText.trim()");

    public Task WaitForTextAsync(string selector, string text) => WaitForTextAsync(selector, text, Patience);

    public async Task WaitForTextAsync(string selector, string text, TimeSpan atMost) =>
        await Page.WaitForFunctionAsync(
            "(s, t) => document.querySelector(s)?.innerText.includes(t)",
            new WaitForFunctionOptions { Timeout = (int)atMost.TotalMilliseconds }, selector, text);

    /// <summary>Waits until every chart is drawn and the browser has painted what it was last told.</summary>
    public async Task SettleAsync()
    {
        await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.chart')].every(c => c.dataset.drawn)");
        await Page.EvaluateFunctionAsync("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(r))))");
    }

    /// <summary>Keeps a picture of the whole page as test output.</summary>
    public async Task PictureAsync(string name)
    {
        // A window as tall as the page, so that bars fixed to its edges are at the edges of the picture.
        var window = Page.Viewport;
        int height = Math.Max(window.Height, await AskAsync<int>("document.documentElement.scrollHeight"));
        await Page.SetViewportAsync(window with { Height = height });
        await SettleAsync();
        await Page.ScreenshotAsync(Path.Combine(Output.Screenshots, $"{name}.png"));
        await Page.SetViewportAsync(window);
    }

    public async ValueTask DisposeAsync() => await Context.CloseAsync();

    private void Note(bool isProblem, string what)
    {
        if (isProblem)
        {
            Problems.Enqueue(what);
        }
    }
}
