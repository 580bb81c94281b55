using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Server.Api.Applying;
using Vireo.Server.Api.Configuring;
using Vireo.Server.Api.Deployments;
using Vireo.Server.Api.Groups;
using Vireo.Server.Api.Incidents;
using Vireo.Server.Api.Inventory;
using Vireo.Server.Api.Ledger;
using Vireo.Server.Api.Live;
using Vireo.Server.Api.Needs;
using Vireo.Server.Api.Networks;
using Vireo.Server.Api.Notifications;
using Vireo.Server.Api.Orders;
using Vireo.Server.Api.Plans;
using Vireo.Server.Api.Policies;
using Vireo.Server.Api.Pools;
using Vireo.Server.Api.Receipts;
using Vireo.Server.Api.Removing;
using Vireo.Server.Api.Replays;
using Vireo.Server.Api.Rules;
using Vireo.Server.Api.Series;
using Vireo.Server.Api.Sizing;
using Vireo.Server.Api.Templates;
using Vireo.Server.Api.Tokens;
using Vireo.Server.Api.Tracing;
using Vireo.Server.Security;

namespace Vireo.Server.Api;

/// <summary>The REST API under <c>/api/v1</c>: one more face of the operations that dashboard and command line
/// use.</summary>
internal static class ApiEndpoints
{
    public static void MapVireoApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").RequireAuthorization(Access.Read);
        api.ProducesProblem(StatusCodes.Status400BadRequest);
        api.ProducesProblem(StatusCodes.Status401Unauthorized);
        InventoryEndpoints.Map(api);
        SeriesEndpoints.Map(api);
        IncidentEndpoints.Map(api);
        TracingEndpoints.Map(api);
        RuleEndpoints.Map(api);
        NotificationEndpoints.Map(api);
        PlanEndpoints.Map(api);
        LedgerEndpoints.Map(api);
        ReceiptEndpoints.Map(api);
        SizingEndpoints.Map(api);
        PoolEndpoints.Map(api);
        GroupEndpoints.Map(api);
        TemplateEndpoints.Map(api);
        NetworkEndpoints.Map(api);
        DeploymentEndpoints.Map(api);
        NeedEndpoints.Map(api);
        OrderEndpoints.Map(api);
        ApplyEndpoints.Map(api);
        RemovalEndpoints.Map(api);
        PolicyEndpoints.Map(api);
        ReplayEndpoints.Map(api);
        ConfigurationEndpoints.Map(api);
        TokenEndpoints.Map(api);
        EventEndpoints.Map(api);
    }
}
