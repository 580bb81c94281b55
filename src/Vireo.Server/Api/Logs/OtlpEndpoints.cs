using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vireo.Adapters.Logs;
using Vireo.Server.Hosting;
using Vireo.Server.Security;

namespace Vireo.Server.Api.Logs;

/// <summary>Receives log records as OpenTelemetry collectors and programs send them: OTLP over HTTP, in protobuf or
/// JSON, plain or by gzip.</summary>
internal static class OtlpEndpoints
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";
    private const string SecondsUntilTaken = "30";

    // A body may unpack to so much: a small one must not fill the memory.
    private const int MostUnpacked = 16 << 20;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/logs", ReceiveAsync)
        .WithTags("Logs")
        .WithSummary("Takes log records by OTLP (ExportLogsServiceRequest, protobuf or JSON); needs the role sender.")
        .RequireAuthorization(Access.Send)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesChangeProblems()
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static async Task ReceiveAsync(
        HttpContext context, OtlpIntake intake, string? source, CancellationToken cancellationToken)
    {
        var feed = intake.Find(source) ?? throw Unknown(intake, source);
        bool isJson = IsJson(context.Request);
        if (feed.IsBusy)
        {
            context.Response.Headers.RetryAfter = SecondsUntilTaken;
            await ProblemWriter.WriteAsync(
                context, StatusCodes.Status429TooManyRequests,
                $"The log source '{feed.Name}' has more than is taken until the next decision. Send again in " +
                $"{SecondsUntilTaken} s.");

            return;
        }

        byte[] body = await BodyReader.ReadAsync(context.Request, cancellationToken);
        var receipt = Receive(feed, IsPacked(context.Request) ? Unpack(body) : body, isJson);
        context.Response.ContentType = isJson ? Json : Protobuf;
        if (isJson)
        {
            await context.Response.WriteAsync(receipt.ToJson().ToJsonString(), cancellationToken);
        }
        else
        {
            await context.Response.Body.WriteAsync(receipt.ToProtobuf(), cancellationToken);
        }
    }

    private static OtlpReceipt Receive(OtlpFeed feed, byte[] message, bool isJson)
    {
        try
        {
            return feed.Receive(message, isJson);
        }
        catch (FormatException failure)
        {
            throw ApiException.BadRequest($"The body is no ExportLogsServiceRequest: {failure.Message}");
        }
    }

    private static ApiException Unknown(OtlpIntake intake, string? source)
    {
        string known = string.Join(", ", intake.Names.Select(name => $"'{name}'"));

        return known.Length == 0
            ? ApiException.NotFound("Nothing receives OTLP here. Configure a document of kind LogSource with 'otlp: true'.")
            : source is null
                ? ApiException.BadRequest($"There are {known}; say which with ?source=NAME.")
                : ApiException.NotFound($"No log source '{source}' receives OTLP. There are: {known}.");
    }

    private static bool IsJson(HttpRequest request)
    {
        string type = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";

        return type switch
        {
            Json => true,
            Protobuf => false,
            _ => throw new ApiException(
                StatusCodes.Status415UnsupportedMediaType, $"'Content-Type' must be '{Protobuf}' or '{Json}', not '{type}'."),
        };
    }

    private static bool IsPacked(HttpRequest request) => request.Headers.ContentEncoding.ToString() switch
    {
        "" or "identity" => false,
        "gzip" => true,
        var other => throw new ApiException(
            StatusCodes.Status415UnsupportedMediaType, $"'Content-Encoding' must be gzip or nothing, not '{other}'."),
    };

    private static byte[] Unpack(byte[] packed)
    {
        try
        {
            using var unpacked = new MemoryStream();
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            byte[] buffer = new byte[64 * 1024];
            for (int read = gzip.Read(buffer); read > 0; read = gzip.Read(buffer))
            {
                if (unpacked.Length + read > MostUnpacked)
                {
                    throw new ApiException(
                        StatusCodes.Status413PayloadTooLarge, $"The body may unpack to at most {MostUnpacked} bytes.");
                }

                unpacked.Write(buffer, 0, read);
            }

            return unpacked.ToArray();
        }
        catch (InvalidDataException failure)
        {
            throw ApiException.BadRequest($"The body cannot be unpacked: {failure.Message}");
        }
    }
}
