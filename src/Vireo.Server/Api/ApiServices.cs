using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vireo.Server.Api.Live;
using Vireo.Server.Api.Monitoring;
using Vireo.Server.Api.Policies;
using Vireo.Server.Api.Pools;
using Vireo.Server.Api.Rules;
using Vireo.Server.Api.Sizing;
using Vireo.Server.Hosting;
using Vireo.Server.Hosting.Replaying;

namespace Vireo.Server.Api;

/// <summary>Registers what the API needs.</summary>
internal static class ApiServices
{
    public static IServiceCollection AddVireoApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.AddSingleton<UsageReader>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SizingReader>();
        services.TryAddSingleton<PoolUseReader>();
        services.AddSingleton<RulePreviewDesk>();
        services.AddSingleton<SavedRules>();
        services.AddSingleton<ReplayDesk>();
        services.AddSingleton<IReplays>(static provider => provider.GetRequiredService<ReplayDesk>());
        services.AddHostedService(static provider => provider.GetRequiredService<ReplayDesk>());
        services.AddSingleton<OtlpIntake>();
        services.AddSingleton<PolicyGate>();
        services.AddSingleton<EventFeed>();
        services.AddSingleton<InstrumentTotals>();
        services.AddSingleton<MetricsText>();
        services.AddOpenApi("v1", openApi =>
        {
            openApi.AddDocumentTransformer(OpenApiDescription.DescribeAsync);
            openApi.AddSchemaTransformer(OpenApiDescription.DescribeSchemaAsync);
        });

        return services;
    }
}
