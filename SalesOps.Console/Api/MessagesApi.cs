using System.Buffers;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
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
    private static readonly Error TooLarge = new(ErrorKind.TooLarge, "A batch has at most 64 MiB.");

    public static void MapMessages(this RouteGroupBuilder api)
    {
        api.MapPost("/messages", PostAsync).Sends<ReceiveMessage.Command>().WithSummary("A customer's message; the answer comes after the commit.")
            .WithMetadata(new RequestSizeLimitAttribute(JsonBody.Most)).AddOpenApiOperationTransformer(Describe("application/json"));
        api.MapPost("/messages:batch", PostLinesAsync).Sends<ReceiveMessage.Command>().WithSummary("Messages as NDJSON; answers as NDJSON, in order.")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBatch)).AddOpenApiOperationTransformer(Describe("application/x-ndjson"));
    }

    /// <summary>Only describes: a body is read whatever type it claims to be.</summary>
    private static Func<OpenApiOperation, OpenApiOperationTransformerContext, CancellationToken, Task> Describe(string type) => async (operation, context, cancellationToken) =>
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { [type] = new() { Schema = await context.GetOrCreateSchemaAsync(typeof(MessageBody), null, cancellationToken) } },
        };

    private static async Task<IResult> PostAsync(HttpContext http, IMediator mediator, ApiMeter meter)
    {
        var command = await JsonBody.ReadAsync(http, MessageJson.Read);
        var answer = await SendAsync(command, mediator, meter, http.RequestAborted);
        return answer.Succeeded ? TypedResults.Json(MessageAnswer.Of(answer), JsonSerializerOptions.Web) : Problems.Of(answer.Errors);
    }

    /// <summary>Sends what could be read, and counts how every message ended.</summary>
    private static async Task<Result<ReceiveMessage.Answer>> SendAsync(Result<ReceiveMessage.Command> command, IMediator mediator, ApiMeter meter, CancellationToken cancellationToken)
    {
        var answer = command.Succeeded ? await mediator.Send(command.Value, cancellationToken) : Result<ReceiveMessage.Answer>.Fail(command.Errors);
        ApiMeter.Count(meter.Messages, !answer.Succeeded ? answer.Errors[0].Kind.Code() : answer.Receipt!.Duplicate ? "duplicate" : "accepted");
        return answer;
    }

    private static async Task PostLinesAsync(HttpContext http, IMediator mediator, ApiMeter meter, ILogger<ApiMeter> log)
    {
        http.Response.ContentType = "application/x-ndjson";
        var answers = new Queue<Task<ReadOnlyMemory<byte>>>();
        Error? broken = null;
        try
        {
            await foreach (var line in NdJson.ReadLinesAsync(http.Request.BodyReader, JsonBody.Most, http.RequestAborted))
            {
                answers.Enqueue(AnswerAsync(line, mediator, meter, log, http.RequestAborted));
                while (answers.Count >= 64 || (answers.TryPeek(out var first) && first.IsCompleted)) await WriteAsync(http, await answers.Dequeue());
            }
        }
        catch (BadHttpRequestException problem)
        {
            broken = JsonBody.Unreadable(problem, TooLarge);
        }
        // What was sent before it broke was carried out, and is answered.
        if (broken is not null && answers.Count == 0 && !http.Response.HasStarted) await Problems.Of([broken]).ExecuteAsync(http);
        else if (broken is not null) answers.Enqueue(Task.FromResult<ReadOnlyMemory<byte>>(Problem(Problems.Document([broken]))));
        while (answers.TryDequeue(out var answer)) await WriteAsync(http, await answer);
    }

    private static async Task<ReadOnlyMemory<byte>> AnswerAsync(byte[]? line, IMediator mediator, ApiMeter meter, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            var command = line is null ? JsonBody.TooLarge : MessageJson.Read(new ReadOnlySequence<byte>(line));
            var answer = await SendAsync(command, mediator, meter, cancellationToken);
            return answer.Succeeded ? JsonSerializer.SerializeToUtf8Bytes(MessageAnswer.Of(answer), JsonSerializerOptions.Web) : Problem(Problems.Document(answer.Errors));
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // One line that fails takes no other's answer with it.
            log.LogError(problem, "A message of a batch failed");
            return Problem(Problems.Failed);
        }
    }

    /// <summary>As a single answer has it: the result puts in what the status says besides.</summary>
    private static byte[] Problem(ProblemDetails document) => JsonSerializer.SerializeToUtf8Bytes(TypedResults.Problem(document).ProblemDetails, document.GetType(), JsonSerializerOptions.Web);

    private static async Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> line)
    {
        await http.Response.Body.WriteAsync(line, http.RequestAborted);
        await http.Response.Body.WriteAsync("\n"u8.ToArray(), http.RequestAborted);
    }
}
