using PuppeteerSharp;

namespace Vireo.EndToEnd.Tests;

/// <summary>The browser that the tests drive, started once for all of them.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly string _profile = Directory.CreateTempSubdirectory("vireo-chromium-").FullName;
    private IBrowser? _browser;

    /// <summary>The running browser; skips the test, saying how to get one, where none is installed.</summary>
    public IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(_browser is null, "Chromium is not installed. On Debian: apt-get install -y chromium. Elsewhere set VIREO_CHROMIUM to its path.");

            return _browser!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        string? program = Environment.GetEnvironmentVariable("VIREO_CHROMIUM") ?? Places.FirstOrDefault(File.Exists);
        if (program is not null)
        {
            _browser = await Puppeteer.LaunchAsync(new LaunchOptions
            {
                ExecutablePath = program,
                Headless = true,
                UserDataDir = _profile,
                Timeout = (int)TimeSpan.FromMinutes(2).TotalMilliseconds,
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
                ],
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        Directory.Delete(_profile, recursive: true);
    }
}
