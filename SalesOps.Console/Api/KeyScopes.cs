using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;

namespace SalesOps.Console.Api;

/// <summary>What a route asks of an API key, for <see cref="KeyFilter"/> and for whoever reads the OpenAPI document.</summary>
internal static class KeyScopes
{
    private const string Scheme = "key";

    /// <summary>The route sends this command or query, and needs what that one needs.</summary>
    public static RouteHandlerBuilder Sends<T>(this RouteHandlerBuilder route) where T : IGuarded =>
        route.WithMetadata(T.Access).WithDescription($"The API key needs the scope {T.Access.Scope!.Value.Code()}; without it the answer is 403.");

    /// <summary>Says in the document how a program shows its key, and what each route needs of it.</summary>
    public static OpenApiOptions DescribeKeys(this OpenApiOptions options) => options
        .AddDocumentTransformer((document, _, _) =>
        {
            document.AddComponent<IOpenApiSecurityScheme>(Scheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = $"An API key, made on the page by an admin who chooses its scopes: {string.Join(", ", Enum.GetValues<ApiScope>().Select(s => s.Code()))}.",
            });
            return Task.CompletedTask;
        })
        .AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Access>().FirstOrDefault()?.Scope is { } scope)
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [scope.Code()] }];
            return Task.CompletedTask;
        });
}
