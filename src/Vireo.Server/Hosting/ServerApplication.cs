using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Scalar.AspNetCore;
using Vireo.Control;
using Vireo.Server.Api;
using Vireo.Server.Api.Live;
using Vireo.Server.Api.Logs;
using Vireo.Server.Api.Monitoring;
using Vireo.Server.Configuration;
using Vireo.Server.Dashboard;
using Vireo.Server.Notifying;
using Vireo.Server.Security;

namespace Vireo.Server.Hosting;

/// <summary>The web application: API, dashboard and what protects them, around clusters that run elsewhere.</summary>
internal static class ServerApplication
{
    private const long LongestRequest = 2 << 20;
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(5);

    /// <summary>Begins to build; the caller adds <see cref="IFleetView"/> and <see cref="IServerHealth"/>.</summary>
    public static WebApplicationBuilder CreateBuilder(
        ServerOptions options, ServerSettings settings, StateStore state, TokenStore tokens, TimeProvider time)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = options.ApplicationName,
            ContentRootPath = AppContext.BaseDirectory,
        });
        var urls = settings.Urls.IsEmpty ? options.Urls : settings.Urls;
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = UsualLogLevels });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseUrls([.. urls]);
        // Outside Development, style sheets of packages answer 500 without this when the program was not published.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestRequest;
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = ShutdownPatience);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(state);
        builder.Services.AddSingleton<ServerAudit>();
        builder.Services.AddTraceExport(builder.Configuration);
        builder.Services.AddVireoNotifications();
        builder.Services.AddVireoSecurity(SecurityOptions.For(urls, settings), tokens, options.DataFolder);
        builder.Services.AddVireoApi();
        builder.Services.AddVireoDashboard();

        return builder;
    }

    /// <summary>Puts the parts in order. Everything passes the guard first.</summary>
    public static void Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseMiddleware<OriginGuard>();
        app.UseWhen(
            static context => IsApi(context.Request.Path),
            api => api.UseStatusCodePages(static context => ExplainAsync(context.HttpContext)));
        app.UseWhen(
            static context => IsPage(context.Request),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapVireoApi();
        OtlpEndpoints.Map(app);
        app.MapMonitoring();
        app.MapLogin();
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Access.Read);
        app.MapScalarApiReference("/docs", reference => reference.WithTitle("Vireo API")).RequireAuthorization(Access.Read);
        app.MapVireoDashboard().RequireAuthorization(Access.Read);

        // From the start: whoever comes first must not miss what was counted and told before.
        app.Services.GetRequiredService<EventFeed>();
        app.Services.GetRequiredService<MetricsText>();
    }

    private static IEnumerable<KeyValuePair<string, string?>> UsualLogLevels { get; } =
    [
        new("Logging:LogLevel:Default", "Warning"),
        new("Logging:LogLevel:Microsoft.AspNetCore.DataProtection", "Error"),

        // A start that fails is said in one sentence by whoever started the server.
        new("Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host", "Critical"),
        new("Logging:LogLevel:Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", "None"),
    ];

    private static bool IsApi(PathString path) => path.StartsWithSegments("/api");

    // What a person opens in a browser; scripts, style sheets and their like get a bare 404.
    private static bool IsPage(HttpRequest request) =>
        !IsApi(request.Path) && HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html");

    private static Task ExplainAsync(HttpContext context) =>
        ProblemWriter.WriteAsync(context, context.Response.StatusCode, Sentence(context));

    private static string Sentence(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path}; /docs shows what there is.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not possible here; /docs shows what is.",
        StatusCodes.Status415UnsupportedMediaType => "The body must be JSON: send 'Content-Type: application/json'.",
        _ => "The request cannot be answered; /docs shows what can.",
    };
}
