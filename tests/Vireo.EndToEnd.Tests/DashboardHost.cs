using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vireo.Control;
using Vireo.Server.Api.Rules;
using Vireo.Server.Dashboard;
using Vireo.Server.Hosting;
using Vireo.Server.Hosting.Replaying;
using Vireo.Server.Notifying;
using Vireo.Server.Security;
using Vireo.Server.Tests.Dashboard;

namespace Vireo.EndToEnd.Tests;

/// <summary>The real dashboard on a real port, over the synthetic fleet.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private DashboardHost(WebApplication app, FakeFleetView fleet, DirectoryInfo folder)
    {
        _app = app;
        _folder = folder;
        Fleet = fleet;
    }

    public FakeFleetView Fleet { get; }

    public SavedRules SavedRules => _app.Services.GetRequiredService<SavedRules>();

    public SilenceBook Silences => _app.Services.GetRequiredService<SilenceBook>();

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<DashboardHost> StartAsync(TimeSpan? staleAfter = null, int port = 0)
    {
        // As `dotnet run -c Release` would: outside Development, from the build output.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(DashboardHost).Assembly.GetName().Name,
            EnvironmentName = Environments.Production,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets().UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var fleet = new FakeFleetView();
        builder.Services.AddSingleton<IFleetView>(fleet);
        builder.Services.AddSingleton<IReplays>(new FakeReplays());
        builder.Services.AddVireoDashboard();
        builder.Services.AddSingleton(static _ => StateStore.OpenInMemory());
        builder.Services.AddVireoNotifications();
        var folder = Directory.CreateTempSubdirectory("vireo-dashboard-");
        builder.Services.AddSingleton(new ServerOptions { DataFolder = folder.FullName });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ServerAudit>();
        builder.Services.AddSingleton<SavedRules>();
        var tokens = TokenStore.Open(folder.FullName, TimeProvider.System);
        foreach (string role in Roles.All)
        {
            tokens.Create("ada", [role]);
        }

        builder.Services.AddSingleton(tokens);
        builder.Services.Configure<DashboardOptions>(options => options.StaleAfter = staleAfter ?? TimeSpan.FromMinutes(5));
        builder.Services.AddAuthentication(CookieRoles.Scheme).AddScheme<AuthenticationSchemeOptions, CookieRoles>(CookieRoles.Scheme, null);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapVireoDashboard();
        await app.StartAsync();

        return new DashboardHost(app, fleet, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
