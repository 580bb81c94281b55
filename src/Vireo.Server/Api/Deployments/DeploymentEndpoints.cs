using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Api.Applying;
using Vireo.Server.Configuration;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Deployments;

/// <summary>Machines that were asked for, and how far they have come.</summary>
internal static class DeploymentEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/deployments", List).WithTags("Deployments").WithSummary("Lists deployments, newest first.");
        api.MapGet("/deployments/{id}", Show).WithTags("Deployments").WithSummary("Shows a deployment with its steps.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPost("/deployments", RequestAsync).WithTags("Deployments")
            .WithSummary("Asks for machines: a document of kind Deployment, YAML or JSON. They are made by the next decisions, or not at all.")
            .Accepts<JsonObject>(isOptional: true, "application/json", "application/yaml", "*/*")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
        api.MapDelete("/deployments/{id}", CancelAsync).WithTags("Deployments")
            .WithSummary("Cancels a deployment that waits or is being made: all of it is taken away again, and it is kept with the reason.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
    }

    private static Page<DeploymentRow> List(IFleetView fleets, [AsParameters] PageQuery page, string? cluster) =>
        page.Of<DeploymentRow>(
        [
            .. fleets.Select(cluster)
                .SelectMany(id => fleets.StateOf(id).Deployments.Select(record => DeploymentRow.Of(id, record)))
                .OrderByDescending(row => row.RequestedAt),
        ]);

    private static DeploymentRecord Show(IFleetView fleets, string id, string? cluster) =>
        fleets.Select(cluster).SelectMany(candidate => fleets.StateOf(candidate).Deployments)
            .FirstOrDefault(record => record.Deployment.Id.Value == id)
        ?? throw ApiException.NotFound($"There is no deployment '{id}' among the newest.");

    private static async Task<DeploymentRecord> CancelAsync(
        IFleetView fleets, ClaimsPrincipal user, string id, string? cluster, CancellationToken cancellationToken)
    {
        Show(fleets, id, cluster);
        var where = fleets.Select(cluster)
            .First(candidate => fleets.StateOf(candidate).Deployments.Any(record => record.Deployment.Id.Value == id));
        await ApiException.AsConflictAsync(() => fleets.Operations(where).CancelDeploymentAsync(
            new DeploymentId(id), Identity.NameOf(user), cancellationToken));

        return Show(fleets, id, where.Value);
    }

    private static async Task<DeploymentRecord> RequestAsync(
        IFleetView fleets, ClaimsPrincipal user, HttpRequest request, string? cluster,
        [Description("What the document is called where something is wrong in it, such as the name of its file.")] string? name,
        CancellationToken cancellationToken)
    {
        var where = fleets.One(cluster);
        byte[] body = await BodyReader.ReadAsync(request, cancellationToken);
        var result = ConfigurationLoader.Check([(name ?? "deployment", body)], ServerConfiguration.InForce(fleets.StateOf(where).Policy));
        if (result.Configuration is not { } read)
        {
            throw ApiException.BadRequest(string.Join("\n", result.Problems.Select(problem => problem.ToString())));
        }

        if (read is not { Deployments: [var deployment], Policies: [], Providers: [], Pools: [], Groups: [], Templates: [] })
        {
            throw ApiException.BadRequest("Expected exactly one document, of kind Deployment. 'vireo apply' takes several kinds at once.");
        }

        var state = fleets.StateOf(where);
        Admission.RequireTemplates(
            deployment.Machines.Select(machine => state.Policy.TemplateOf(machine.Template)).OfType<VmTemplate>(), state);
        if (!state.Deployments.Any(record => record.Deployment.Id == deployment.Id && !record.Deployment.HasEnded))
        {
            Admission.RequireFreeNames(deployment.Machines, fleets, where);
        }

        await ApiException.AsConflictAsync(
            () => fleets.Operations(where).DeployAsync(deployment, Identity.NameOf(user), cancellationToken));

        return Show(fleets, deployment.Id.Value, where.Value);
    }
}
