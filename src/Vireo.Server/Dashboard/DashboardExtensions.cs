using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;
using Vireo.Server.Api.Pools;
using Vireo.Server.Api.Sizing;
using Vireo.Server.Dashboard.Charts;
using Vireo.Server.Dashboard.Live;

namespace Vireo.Server.Dashboard;

/// <summary>Puts the dashboard into a web application.</summary>
public static class DashboardExtensions
{
    /// <summary>Registers what the pages need. <c>IFleetView</c> comes from the server's own wiring.</summary>
    public static IServiceCollection AddVireoDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddMudServices();
        services.AddOptions<DashboardOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SizingReader>();
        services.TryAddSingleton<PoolUseReader>();
        services.AddSingleton<LiveFeeds>();
        services.AddSingleton<LoadReader>();
        services.AddSingleton<ChartReader>();
        services.AddSingleton<PictureMaker>();

        return services;
    }

    /// <summary>Serves the pages at <c>/</c> and their style sheets and scripts. Call it after authentication and
    /// authorization, and once.</summary>
    public static RazorComponentsEndpointConventionBuilder MapVireoDashboard(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets();

        return app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
