using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vireo.Control;

namespace Vireo.Server.Api;

/// <summary>Every failure of a request becomes problem details; only ours are logged as errors.</summary>
internal sealed partial class ApiExceptionHandler(ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(
        HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClientClosedRequest;

            return true;
        }

        var (status, detail) = Explain(exception);
        if (status == StatusCodes.Status500InternalServerError)
        {
            LogFailed(exception, context.Request.Method, context.Request.Path);
        }

        await ProblemWriter.WriteAsync(context, status, detail);

        return true;
    }

    private static (int Status, string Detail) Explain(Exception exception) => exception switch
    {
        ApiException ours => (ours.Status, ours.Message),
        BadHttpRequestException bad => (bad.StatusCode, Sentence(bad)),
        KeyNotFoundException missing => (StatusCodes.Status404NotFound, missing.Message),
        StateUnavailableException state => (StatusCodes.Status503ServiceUnavailable, state.Message),
        TimeoutException late => (StatusCodes.Status504GatewayTimeout, late.Message),
        _ => (StatusCodes.Status500InternalServerError, "The server failed on this request; its log says why."),
    };

    // The body's own problem is more use than the name of the parameter that it could not become.
    private static string Sentence(BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException body)
        {
            return $"The body is not what is expected: {body.Message}";
        }

        return Unbound().Match(bad.Message) is { Success: true } query
            ? $"'{JsonNamingPolicy.CamelCase.ConvertName(query.Groups["name"].Value)}' cannot be " +
              $"'{query.Groups["value"].Value}'; /docs shows what is expected."
            : bad.Message;
    }

    // What the framework says of a query parameter that it could not read.
    [GeneratedRegex("""^Failed to bind parameter ".* (?<name>\w+)" from "(?<value>.*)"\.$""")]
    private static partial Regex Unbound();

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    private partial void LogFailed(Exception exception, string method, string path);
}
