using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>What the AI runtime must know before it speaks: who holds the conversation, where it stands, and what was said.</summary>
public static class GetConversation
{
    private const int Messages = 50;

    public sealed record Query(Guid ConversationId) : IQuery<Answer>
    {
        public static Access Access => Access.ConversationPrograms;
    }

    /// <param name="AiAgent">Null while the customer has none.</param>
    /// <param name="Boundary">The last time a person handed back; null when nobody did.</param>
    /// <param name="Said">The last messages, the oldest first.</param>
    /// <param name="OptedOut">The customer wants no messages on this channel: replies are refused.</param>
    public sealed record Answer(Guid ConversationId, Guid CustomerId, Channel Channel, string State, ReceiveMessage.HolderAnswer Holder, string? AiAgent,
        Boundary? Boundary, IReadOnlyList<Line> Said, bool OptedOut);

    /// <summary>What was said before was said to a person; the AI goes on from here.</summary>
    /// <param name="At">UTC.</param>
    /// <param name="Reason">A code.</param>
    /// <param name="Note">What was agreed, in the person's words; null when nothing was noted.</param>
    public sealed record Boundary(DateTime At, string Reason, string? Note);

    /// <param name="At">UTC.</param>
    public sealed record Line(string MessageId, Direction Direction, string Text, DateTime At);

    internal sealed class Handler(IDbContextFactory<SalesOpsDb> stores, WriteLane lane, Playbook playbook) : IRequestHandler<Query, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            await using var store = await stores.CreateDbContextAsync(cancellationToken);
            var found = await store.Conversations.Where(c => c.Id == request.ConversationId)
                .Select(c => new { Row = c, Customer = store.Customers.First(o => o.Id == c.CustomerId) }).FirstOrDefaultAsync(cancellationToken);
            if (found is null) return Error.NotFound("The conversation");
            var conversation = found.Row;
            var said = await store.Messages.Where(m => m.CustomerId == conversation.CustomerId && m.ConversationId == conversation.Id).OrderByDescending(m => m.ReceivedAt).ThenByDescending(m => m.Id)
                .Take(Messages).Select(m => new Line(m.ExternalId, m.Direction, m.Text, m.SentAt)).ToListAsync(cancellationToken);
            said.Reverse();
            var boundary = await store.Handovers.Where(h => h.CustomerId == conversation.CustomerId && h.ConversationId == conversation.Id && h.Kind == HandoverKind.HandBack)
                .OrderByDescending(h => h.CreatedAt).Select(h => new Boundary(h.CreatedAt, h.Reason, h.Note)).FirstOrDefaultAsync(cancellationToken);
            return new Answer(conversation.Id, conversation.CustomerId, conversation.Channel, conversation.State,
                new ReceiveMessage.HolderAnswer(conversation.Holder.Code(), conversation.HolderVersion), lane.Last.Directory.NameOfAgent(found.Customer.AiAgentId), boundary, said,
                Speaking.IsUnwanted(playbook, conversation, found.Customer));
        }
    }
}
