using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Vireo.Fleet;

namespace Vireo.Server.Api;

/// <summary>Completes the generated OpenAPI document: what the API is, how to prove who one is, and the types that are
/// written in a form of their own.</summary>
internal static class OpenApiDescription
{
    private const string Bearer = "bearer";

    public static Task DescribeAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Vireo",
            Version = "v1",
            Description =
                "Times are UTC in ISO 8601, durations such as 30s or 5m, ratios 0 to 1, errors RFC 9457 problem details. " +
                "Lists take 'offset' and 'limit'. What changes the fleet needs a token.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            Description = "The administrator's token is in the file 'token' of the data folder.",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];

        return Task.CompletedTask;
    }

    public static Task DescribeSchemaAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var written = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (written == typeof(TimeSpan))
        {
            schema.Type = JsonSchemaType.String;
            schema.Description ??= "A duration such as 30s, 5m or 1h30m.";
        }
        else if (written == typeof(double) || written == typeof(float) || Implements(written, typeof(IQuantity<>)))
        {
            schema.Type = JsonSchemaType.Number;
        }
        else if (written == typeof(TagSet))
        {
            schema.Type = JsonSchemaType.Array;
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        }
        else if (written == typeof(DeviceCounts))
        {
            schema.Type = JsonSchemaType.Object;
            schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Integer };
            schema.Description ??= "How many of each kind.";
        }
        else if (Implements(written, typeof(IIdentifier<>)))
        {
            schema.Type = JsonSchemaType.String;
        }

        return Task.CompletedTask;
    }

    private static bool Implements(Type type, Type definition) => Array.Exists(
        type.GetInterfaces(), one => one.IsGenericType && one.GetGenericTypeDefinition() == definition);
}
