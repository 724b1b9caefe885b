using System.Buffers;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;

namespace SalesOps.Console.Api;

/// <summary>Messages in: one by one, or line by line.</summary>
internal static class MessagesApi
{
    private const long MaxBatch = 64L * 1024 * 1024;

    public static void MapMessages(this RouteGroupBuilder api)
    {
        api.MapPost("/messages", PostAsync).Sends<ReceiveMessage.Command>().WithSummary("A customer's message; the answer comes after the commit.")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(JsonBody.Most)).AddOpenApiOperationTransformer(Describe("application/json"));
        api.MapPost("/messages:batch", PostLinesAsync).Sends<ReceiveMessage.Command>().WithSummary("Messages as NDJSON; answers as NDJSON, in order.")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBatch)).AddOpenApiOperationTransformer(Describe("application/x-ndjson"));
    }

    /// <summary>Only describes: a body is read whatever type it claims to be.</summary>
    private static Func<OpenApiOperation, OpenApiOperationTransformerContext, CancellationToken, Task> Describe(string type) => async (operation, context, cancellationToken) =>
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { [type] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(MessageBody), null, cancellationToken) } },
        };

    private static async Task<IResult> PostAsync(HttpContext http, IMediator mediator, MessageMeter meter)
    {
        var command = await JsonBody.ReadAsync(http, MessageJson.Read);
        var answer = await SendAsync(command, mediator, meter, http.RequestAborted);
        return answer.Succeeded ? TypedResults.Json(MessageAnswer.Of(answer), JsonSerializerOptions.Web) : Problems.Of(answer.Errors);
    }

    /// <summary>Sends what could be read, and counts how every message ended.</summary>
    private static async Task<Result<ReceiveMessage.Answer>> SendAsync(Result<ReceiveMessage.Command> command, IMediator mediator, MessageMeter meter, CancellationToken cancellationToken)
    {
        var answer = command.Succeeded ? await mediator.Send(command.Value, cancellationToken) : Result<ReceiveMessage.Answer>.Fail(command.Errors);
        meter.Count(!answer.Succeeded ? answer.Errors[0].Kind.Code() : answer.Receipt!.Duplicate ? "duplicate" : "accepted");
        return answer;
    }

    private static async Task PostLinesAsync(HttpContext http, IMediator mediator, MessageMeter meter)
    {
        http.Response.ContentType = "application/x-ndjson";
        var answers = new Queue<Task<ReadOnlyMemory<byte>>>();
        await foreach (var line in NdJson.ReadLinesAsync(http.Request.BodyReader, JsonBody.Most, http.RequestAborted))
        {
            answers.Enqueue(AnswerAsync(line, mediator, meter, http.RequestAborted));
            while (answers.Count >= 64 || (answers.TryPeek(out var first) && first.IsCompleted)) await WriteAsync(http, await answers.Dequeue());
        }
        while (answers.TryDequeue(out var answer)) await WriteAsync(http, await answer);
    }

    private static async Task<ReadOnlyMemory<byte>> AnswerAsync(byte[]? line, IMediator mediator, MessageMeter meter, CancellationToken cancellationToken)
    {
        var command = line is null ? JsonBody.TooLarge : MessageJson.Read(new ReadOnlySequence<byte>(line));
        var answer = await SendAsync(command, mediator, meter, cancellationToken);
        return answer.Succeeded ? JsonSerializer.SerializeToUtf8Bytes(MessageAnswer.Of(answer), JsonSerializerOptions.Web) : Problem(answer.Errors);
    }

    private static byte[] Problem(IReadOnlyList<Error> errors)
    {
        var document = Problems.Document(errors);
        return JsonSerializer.SerializeToUtf8Bytes(document, document.GetType(), JsonSerializerOptions.Web);
    }

    private static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> line)
    {
        await http.Response.Body.WriteAsync(line, http.RequestAborted);
        await http.Response.Body.WriteAsync("\n"u8.ToArray(), http.RequestAborted);
    }
}
