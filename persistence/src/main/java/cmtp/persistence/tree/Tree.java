package cmtp.persistence.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * An immutable sorted map: {@link #put} and {@link #remove} return a new tree that shares all but
 * O(log n) nodes with the old one. So a state can be kept, compared and planned upon while its
 * successor already exists, and an event costs no copy of the mailbox. A weight-balanced binary
 * tree (Adams 1992); equality is by content, not by shape. No null keys or values.
 */
public final class Tree<K extends Comparable<? super K>, V> {
  /** How much heavier one side may be; with {@link #RATIO} the pair that is proven to balance. */
  private static final int DELTA = 3;

  private static final int RATIO = 2;
  private static final Tree<?, ?> EMPTY = new Tree<String, String>(null);

  private record Node<K, V>(K key, V value, Node<K, V> left, Node<K, V> right, int size) {}

  private final Node<K, V> root;

  private Tree(Node<K, V> root) {
    this.root = root;
  }

  @SuppressWarnings("unchecked") // an empty tree holds nothing of any type
  public static <K extends Comparable<? super K>, V> Tree<K, V> empty() {
    return (Tree<K, V>) EMPTY;
  }

  /**
   * Builds a tree from values in strictly ascending order of their keys, in O(n).
   *
   * @throws IllegalArgumentException if the keys do not ascend strictly
   */
  public static <K extends Comparable<? super K>, V> Tree<K, V> ofSorted(
      List<V> values, Function<V, K> keyOf) {
    for (int i = 1; i < values.size(); i++) {
      K key = keyOf.apply(values.get(i));
      if (keyOf.apply(values.get(i - 1)).compareTo(key) >= 0) {
        throw new IllegalArgumentException("keys do not ascend at " + key);
      }
    }
    return wrap(build(values, keyOf, 0, values.size()));
  }

  private static <K, V> Node<K, V> build(List<V> values, Function<V, K> keyOf, int from, int to) {
    if (from == to) {
      return null;
    }
    int middle = (from + to) >>> 1;
    V value = values.get(middle);
    return node(
        keyOf.apply(value),
        value,
        build(values, keyOf, from, middle),
        build(values, keyOf, middle + 1, to));
  }

  public int size() {
    return size(root);
  }

  public boolean isEmpty() {
    return root == null;
  }

  public Optional<V> get(K key) {
    Node<K, V> at = root;
    while (at != null) {
      int order = key.compareTo(at.key);
      if (order == 0) {
        return Optional.of(at.value);
      }
      at = order < 0 ? at.left : at.right;
    }
    return Optional.empty();
  }

  public boolean contains(K key) {
    return get(key).isPresent();
  }

  /** The value of the smallest key. */
  public Optional<V> first() {
    return isEmpty() ? Optional.empty() : Optional.of(leftmost(root).value);
  }

  public Tree<K, V> put(K key, V value) {
    return new Tree<>(
        put(root, Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
  }

  public Tree<K, V> remove(K key) {
    return contains(key) ? wrap(remove(root, key)) : this;
  }

  /** All values, in ascending order of their keys. */
  public Iterable<V> values() {
    return () -> new Ascending<>(root);
  }

  /**
   * The values whose keys are greater than {@code key}, ascending; finding the first is O(log n).
   */
  public Iterable<V> valuesAfter(K key) {
    return () -> new Ascending<>(root, key);
  }

  private static <K extends Comparable<? super K>, V> Tree<K, V> wrap(Node<K, V> root) {
    return root == null ? empty() : new Tree<>(root);
  }

  private static int size(Node<?, ?> node) {
    return node == null ? 0 : node.size;
  }

  private static <K, V> Node<K, V> node(K key, V value, Node<K, V> left, Node<K, V> right) {
    return new Node<>(key, value, left, right, size(left) + size(right) + 1);
  }

  private static <K, V> Node<K, V> leftmost(Node<K, V> node) {
    Node<K, V> at = node;
    while (at.left != null) {
      at = at.left;
    }
    return at;
  }

  private Node<K, V> put(Node<K, V> at, K key, V value) {
    if (at == null) {
      return node(key, value, null, null);
    }
    int order = key.compareTo(at.key);
    if (order == 0) {
      return node(key, value, at.left, at.right);
    }
    return order < 0
        ? balance(at.key, at.value, put(at.left, key, value), at.right)
        : balance(at.key, at.value, at.left, put(at.right, key, value));
  }

  /** The key is known to be there. */
  private Node<K, V> remove(Node<K, V> at, K key) {
    int order = key.compareTo(at.key);
    if (order < 0) {
      return balance(at.key, at.value, remove(at.left, key), at.right);
    }
    if (order > 0) {
      return balance(at.key, at.value, at.left, remove(at.right, key));
    }
    if (at.left == null || at.right == null) {
      return at.left == null ? at.right : at.left;
    }
    Node<K, V> next = leftmost(at.right);
    return balance(next.key, next.value, at.left, removeLeftmost(at.right));
  }

  private Node<K, V> removeLeftmost(Node<K, V> at) {
    return at.left == null
        ? at.right
        : balance(at.key, at.value, removeLeftmost(at.left), at.right);
  }

  private Node<K, V> balance(K key, V value, Node<K, V> left, Node<K, V> right) {
    int lefts = size(left);
    int rights = size(right);
    if (lefts + rights < 2) {
      return node(key, value, left, right);
    }
    if (rights > DELTA * lefts) {
      return rotateLeft(key, value, left, right);
    }
    return lefts > DELTA * rights
        ? rotateRight(key, value, left, right)
        : node(key, value, left, right);
  }

  private Node<K, V> rotateLeft(K key, V value, Node<K, V> left, Node<K, V> right) {
    if (size(right.left) < RATIO * size(right.right)) {
      return node(right.key, right.value, node(key, value, left, right.left), right.right);
    }
    Node<K, V> middle = right.left;
    return node(
        middle.key,
        middle.value,
        node(key, value, left, middle.left),
        node(right.key, right.value, middle.right, right.right));
  }

  private Node<K, V> rotateRight(K key, V value, Node<K, V> left, Node<K, V> right) {
    if (size(left.right) < RATIO * size(left.left)) {
      return node(left.key, left.value, left.left, node(key, value, left.right, right));
    }
    Node<K, V> middle = left.right;
    return node(
        middle.key,
        middle.value,
        node(left.key, left.value, left.left, middle.left),
        node(key, value, middle.right, right));
  }

  /** Walks in order with a stack as deep as the tree. */
  private static final class Ascending<K extends Comparable<? super K>, V> implements Iterator<V> {
    private final Deque<Node<K, V>> path = new ArrayDeque<>();

    Ascending(Node<K, V> root) {
      descend(root);
    }

    Ascending(Node<K, V> root, K after) {
      Node<K, V> at = root;
      while (at != null) {
        if (after.compareTo(at.key) < 0) {
          path.push(at);
          at = at.left;
        } else {
          at = at.right;
        }
      }
    }

    private void descend(Node<K, V> from) {
      for (Node<K, V> at = from; at != null; at = at.left) {
        path.push(at);
      }
    }

    @Override
    public boolean hasNext() {
      return !path.isEmpty();
    }

    @Override
    public V next() {
      return nextNode().value;
    }

    Node<K, V> nextNode() {
      if (path.isEmpty()) {
        throw new NoSuchElementException();
      }
      Node<K, V> node = path.pop();
      descend(node.right);
      return node;
    }
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Tree<?, ?> tree) || tree.size() != size()) {
      return false;
    }
    return root == tree.root || sameContent(tree);
  }

  private <L extends Comparable<? super L>, W> boolean sameContent(Tree<L, W> other) {
    Ascending<K, V> ours = new Ascending<>(root);
    Ascending<L, W> theirs = new Ascending<>(other.root);
    while (ours.hasNext()) {
      Node<K, V> our = ours.nextNode();
      Node<L, W> their = theirs.nextNode();
      if (!our.key.equals(their.key) || !our.value.equals(their.value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (V value : values()) {
      hash = 31 * hash + value.hashCode();
    }
    return hash;
  }

  /** The size only: a tree may hold a whole mailbox. */
  @Override
  public String toString() {
    return "Tree(" + size() + ")";
  }
}
