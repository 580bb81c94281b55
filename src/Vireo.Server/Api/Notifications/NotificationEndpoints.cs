using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vireo.Detection.Notifying;
using Vireo.Server.Notifying;
using Vireo.Server.Notifying.Receivers;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Notifications;

/// <summary>Silences, and who is told of what.</summary>
internal static class NotificationEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/silences", Silences).WithTags("Notifications").WithSummary("Lists silences, what holds first.");
        api.MapPost("/silences", Add).WithTags("Notifications").WithSummary("Makes a silence.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
        api.MapDelete("/silences/{id}", Expire).WithTags("Notifications").WithSummary("Ends a silence now.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
        api.MapGet("/notifications", Notifications).WithTags("Notifications")
            .WithSummary("Lists which receiver knows of which incident, and why one does not.");
        api.MapGet("/receivers", Receivers).WithTags("Notifications")
            .WithSummary("Lists receivers and how it goes with them.");
        api.MapPost("/receivers/{name}/test", TestAsync).WithTags("Notifications")
            .WithSummary("Sends a message that says it is a test.")
            .RequireAuthorization(Access.Operate).ProducesChangeProblems();
    }

    private static Page<SilenceRow> Silences(
        SilenceBook book, NotificationDesk desk, TimeProvider time, [AsParameters] PageQuery page,
        [Description("pending, active or expired; all when left out.")] string? state)
    {
        var wanted = Words.Parse<SilenceState>("state", state);
        var now = time.GetUtcNow();

        return page.Of<SilenceRow>(
        [
            .. book.All.Select(silence => SilenceRow.Of(silence, now, desk.State))
                .Where(row => wanted is null || row.State == wanted),
        ]);
    }

    private static Created<SilenceRow> Add(
        SilenceBook book, NotificationDesk desk, TimeProvider time, ClaimsPrincipal user, NewSilence wanted)
    {
        if (wanted.Matchers.IsDefaultOrEmpty || (wanted.EndsAt is null) == (wanted.Duration is null))
        {
            throw ApiException.BadRequest("A silence needs 'matchers', and either 'endsAt' or 'duration'.");
        }

        var now = time.GetUtcNow();
        try
        {
            var silence = book.Add(
                LabelMatchers.Parse(wanted.Matchers), wanted.StartsAt,
                wanted.EndsAt ?? ((wanted.StartsAt ?? now) + wanted.Duration!.Value),
                Identity.NameOf(user), wanted.Comment);

            return TypedResults.Created($"/api/v1/silences/{silence.Id}", SilenceRow.Of(silence, now, desk.State));
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            throw ApiException.BadRequest(wrong.Message);
        }
        catch (InvalidOperationException refused)
        {
            throw ApiException.Conflict(refused.Message);
        }
    }

    private static SilenceRow Expire(
        SilenceBook book, NotificationDesk desk, TimeProvider time, ClaimsPrincipal user, string id)
    {
        try
        {
            return book.Expire(id, Identity.NameOf(user)) is { } silence
                ? SilenceRow.Of(silence, time.GetUtcNow(), desk.State)
                : throw ApiException.NotFound($"There is no silence '{id}'. 'vireo silences' lists them.");
        }
        catch (InvalidOperationException refused)
        {
            throw ApiException.Conflict(refused.Message);
        }
    }

    private static Page<NotificationRow> Notifications(
        NotificationDesk desk, [AsParameters] PageQuery page,
        [Description("The receiver; all when left out.")] string? receiver) =>
        page.Of<NotificationRow>(
            [.. NotificationRow.All(desk.State).Where(row => receiver is null || row.Receiver == receiver)]);

    private static Page<ReceiverRow> Receivers(NotificationDesk desk, [AsParameters] PageQuery page) =>
        page.Of<ReceiverRow>([.. desk.Settings.Receivers.Select(receiver => ReceiverRow.Of(receiver, desk.State))]);

    private static async Task<TestResult> TestAsync(
        NotificationDesk desk, ClaimsPrincipal user, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await desk.TestAsync(name, Identity.NameOf(user), cancellationToken)
                ? new(true, $"'{name}' took the message.")
                : throw ApiException.NotFound($"There is no receiver '{name}'. 'vireo receivers' lists them.");
        }
        catch (ReceiverException failure)
        {
            return new(false, $"'{name}' did not take the message. {failure.Message}");
        }
    }
}
